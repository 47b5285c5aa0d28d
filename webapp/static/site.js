/* Small comforts for readers with JavaScript. Every page works without this file.
   data-suggest-url, data-progress-url, data-confirm, data-submit-once, data-count-max, data-toggle, data-menu. */
(function () {
  "use strict";
  const root = document.documentElement;
  const words = root.dataset;
  root.classList.add("has-script");

  const each = (selector, work) => document.querySelectorAll(selector).forEach(work);
  const filled = (template, count) => (template || "").replace("{count}", count);

  function make(tag, className, text) {
    const node = document.createElement(tag);
    if (className) node.className = className;
    if (text !== undefined) node.textContent = text;
    return node;
  }

  /* ---- suggestions: the ARIA combobox pattern with a list below the box ---- */
  let lists = 0;

  function suggest(input) {
    const box = make("div", "suggest");
    input.parentNode.insertBefore(box, input);
    const list = make("ul", "suggest-list");
    const news = make("div", "visually-hidden");
    list.id = "suggestions-" + (lists += 1);
    list.hidden = true;
    list.setAttribute("role", "listbox");
    const caption = document.querySelector('label[for="' + input.id + '"]');
    list.setAttribute("aria-label", caption ? caption.textContent.trim() : input.name);
    news.setAttribute("role", "status");
    box.append(input, list, news);
    const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id };
    Object.entries(attributes).forEach(([name, value]) => input.setAttribute(name, value));
    const many = input.dataset.suggestMany !== undefined;
    const target = input.dataset.suggestTarget && document.getElementById(input.dataset.suggestTarget);
    let items = [];
    let at = -1;
    let timer = 0;
    let request = null;
    let composing = false;

    const parts = () => input.value.split(/[,;\u3001\uff0c\uff1b]/);
    const typed = () => (many ? parts().pop() : input.value).trim();

    function close() {
      clearTimeout(timer);
      if (request) request.abort();
      list.hidden = true;
      at = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }

    function mark(index) {
      at = index;
      Array.from(list.children).forEach((row, i) => row.setAttribute("aria-selected", String(i === at)));
      if (at < 0) return input.removeAttribute("aria-activedescendant");
      input.setAttribute("aria-activedescendant", list.children[at].id);
      list.children[at].scrollIntoView({ block: "nearest" });
    }

    function choose(index) {
      const item = items[index];
      if (many) {
        const kept = parts().slice(0, -1).map((text) => text.trim()).filter(Boolean);
        input.value = kept.concat(item.label).join(", ") + ", ";
      } else {
        input.value = item.label;
      }
      if (target) target.value = item.value;
      close();
      input.dispatchEvent(new CustomEvent("suggestion-chosen", { bubbles: true, detail: item }));
    }

    function show(found) {
      items = found;
      list.replaceChildren();
      if (!items.length || document.activeElement !== input) {
        news.textContent = "";
        return close();
      }
      items.forEach((item, index) => {
        const row = make("li", "", item.label);
        row.id = list.id + "-" + index;
        row.setAttribute("role", "option");
        row.setAttribute("aria-selected", "false");
        if (item.note) row.append(make("small", "", item.note));
        row.addEventListener("mousedown", (event) => event.preventDefault());
        row.addEventListener("click", () => choose(index));
        list.append(row);
      });
      at = -1;
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
      news.textContent = filled(words.wordSuggestions, items.length);
    }

    async function ask() {
      if (request) request.abort();
      const text = typed();
      if (!text) return close();
      request = new AbortController();
      const url = new URL(input.dataset.suggestUrl, location.href);
      url.searchParams.set("q", text);
      try {
        const answer = await fetch(url, { signal: request.signal, headers: { Accept: "application/json" } });
        if (!answer.ok) return close();
        const body = await answer.json();
        show((Array.isArray(body) ? body : body.items || []).slice(0, 10));
      } catch (error) {
        if (error.name !== "AbortError") close();
      }
    }

    const askSoon = () => {
      clearTimeout(timer);
      timer = setTimeout(ask, 180);
    };
    input.addEventListener("compositionstart", () => { composing = true; });
    input.addEventListener("compositionend", () => { composing = false; askSoon(); });
    input.addEventListener("input", () => {
      // A code chosen earlier no longer belongs to text that was typed over it.
      if (target) target.value = "";
      if (!composing) askSoon();
    });
    input.addEventListener("blur", close);
    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "ArrowDown" && list.hidden) ask();
      if (list.hidden) return;
      const last = items.length - 1;
      if (event.key === "ArrowDown") mark(at < last ? at + 1 : 0);
      else if (event.key === "ArrowUp") mark(at > 0 ? at - 1 : last);
      else if (event.key === "Enter" && at >= 0) choose(at);
      else if (event.key === "Escape") close();
      else return;
      event.preventDefault();
    });
  }

  /* ---- progress: ask again until done, more slowly when the server does not answer ---- */
  function follow(box) {
    const bar = box.querySelector("progress");
    const number = box.querySelector("[data-progress-number]");
    const text = box.querySelector("[data-progress-label]");
    let pause = 1500;

    async function ask() {
      try {
        const answer = await fetch(box.dataset.progressUrl, { headers: { Accept: "application/json" } });
        if (!answer.ok) throw new Error(String(answer.status));
        const state = await answer.json();
        if (typeof state.percent === "number") {
          bar.value = state.percent;
          number.textContent = Math.round(state.percent) + "%";
        }
        if (state.label && text.textContent !== state.label) text.textContent = state.label;
        pause = 1500;
        if (state.done) return state.url ? location.assign(state.url) : location.reload();
      } catch (error) {
        pause = Math.min(pause * 2, 30000);
      }
      setTimeout(ask, pause);
    }
    setTimeout(ask, pause);
  }

  /* ---- a question before a grave step, in the page's own language ---- */
  function question(text, label) {
    return new Promise((resolve) => {
      const dialog = make("dialog", "ask");
      const title = make("p", "", text);
      const row = make("div", "button-row");
      const yes = make("button", "btn btn-danger", label || words.wordContinue);
      const no = make("button", "btn btn-outline-primary", words.wordBack);
      title.id = "question-text";
      dialog.setAttribute("aria-labelledby", title.id);
      row.append(yes, no);
      dialog.append(title, row);
      document.body.append(dialog);
      yes.addEventListener("click", () => dialog.close("yes"));
      no.addEventListener("click", () => dialog.close("no"));
      dialog.addEventListener("close", () => {
        resolve(dialog.returnValue === "yes");
        dialog.remove();
      });
      dialog.showModal();
      no.focus();
    });
  }

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    const button = event.submitter;
    const text = (button && button.dataset.confirm) || form.dataset.confirm;
    if (text && !form.dataset.confirmed) {
      event.preventDefault();
      const label = (button && button.dataset.confirmLabel) || form.dataset.confirmLabel;
      if (!(await question(text, label))) return;
      form.dataset.confirmed = "yes";
      form.requestSubmit(button);
      delete form.dataset.confirmed;
      return;
    }
    if (form.dataset.submitOnce === undefined) return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "yes";
    if (button) button.setAttribute("aria-busy", "true");
    // An answer that is a download leaves the page standing; the form must be usable again.
    setTimeout(() => release(form), 8000);
  });

  function release(form) {
    delete form.dataset.sent;
    form.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
  }
  window.addEventListener("pageshow", () => each("form[data-sent]", release));

  /* ---- characters left ---- */
  function count(box) {
    const max = Number(box.dataset.countMax);
    const note = make("p", "counter");
    note.id = box.id + "-counter";
    note.setAttribute("aria-live", "polite");
    box.after(note);
    box.setAttribute("aria-describedby", ((box.getAttribute("aria-describedby") || "") + " " + note.id).trim());
    const update = () => {
      const left = max - Array.from(box.value).length;
      note.textContent = left < 0 ? filled(words.wordOver, -left) : filled(words.wordLeft, left);
      note.classList.toggle("counter-over", left < 0);
    };
    box.addEventListener("input", update);
    update();
  }

  function start() {
    each("input[data-suggest-url]", suggest);
    each("[data-progress-url]", follow);
    each("[data-count-max]", count);
    each("[data-toggle]", (button) => {
      const list = document.getElementById(button.dataset.toggle);
      button.addEventListener("click", () => {
        const open = list.classList.toggle("is-open");
        button.setAttribute("aria-expanded", String(open));
      });
    });
    each("details[data-menu]", (menu) => {
      document.addEventListener("click", (event) => { if (!menu.contains(event.target)) menu.open = false; });
      menu.addEventListener("keydown", (event) => {
        if (event.key !== "Escape" || !menu.open) return;
        menu.open = false;
        menu.querySelector("summary").focus();
      });
    });
    if (window.matchMedia("(max-width: 47.99rem)").matches) {
      each("details[data-fold-on-phone]", (filters) => { filters.open = false; });
    }
    each("[data-error-summary]", (summary) => summary.focus());
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
