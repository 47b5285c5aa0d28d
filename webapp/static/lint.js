/* The lint while somebody types: asks the server a moment after the last key and puts its notes beside the fields.
   Without this file the same notes come when the step is saved. */
(function () {
  "use strict";
  const PAUSE = 400;

  function follow(box) {
    const form = box.querySelector("form");
    const news = document.createElement("div");
    let timer = 0;
    let request = null;
    let composing = false;
    let said = "";
    news.className = "visually-hidden";
    news.setAttribute("role", "status");
    news.setAttribute("aria-live", "polite");
    box.append(news);

    function show(answer) {
      box.querySelectorAll("[data-lint-notes]").forEach((place) => {
        const html = answer.fields[place.dataset.lintNotes] || "";
        if (place.innerHTML !== html) place.innerHTML = html;
      });
      const seen = form.querySelector("[name=seen_findings]");
      if (seen) seen.value = answer.digest;
      // Read out only when the number of points changes, so that nobody is interrupted at every key.
      if (answer.news !== said && (answer.count || said)) news.textContent = answer.news;
      said = answer.news;
    }

    async function ask() {
      if (request) request.abort();
      request = new AbortController();
      const body = new FormData(form);
      body.set("step", box.dataset.lintStep);
      body.set("public_id", box.dataset.lintVacancy || "");
      try {
        const answer = await fetch(box.dataset.lintUrl, {
          method: "POST", body, signal: request.signal, headers: { Accept: "application/json" },
        });
        if (answer.ok) show(await answer.json());
      } catch (error) {
        /* Offline or overtaken by the next key: the notes come with saving. */
      }
    }

    const soon = () => {
      clearTimeout(timer);
      if (!composing) timer = setTimeout(ask, PAUSE);
    };
    form.addEventListener("compositionstart", () => { composing = true; });
    form.addEventListener("compositionend", () => { composing = false; soon(); });
    form.addEventListener("input", soon);
    form.addEventListener("change", soon);
    form.addEventListener("submit", () => { clearTimeout(timer); if (request) request.abort(); });
  }

  const start = () => document.querySelectorAll("[data-lint-url]").forEach(follow);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
