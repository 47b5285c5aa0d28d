"""A whole installation for browser stories: site, worker, sample people of the nine cities, and a real browser."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from webapp.core.settings import read_settings
from webapp.factory import create_site
from webapp.samples.services import DEMO_PASSWORD, Size, load_samples

ROOT = Path(__file__).parents[2]
AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running installation: gunicorn and the worker as `make run` starts them."""
    folder = tmp_path_factory.mktemp("installation")
    variables = {"NINE_DATA_DIR": str(folder), "NINE_LOG_LEVEL": "WARNING", "NINE_SIGN_IN_ATTEMPTS": "1000 per minute"}
    environment = {**os.environ, **variables}
    subprocess.run([sys.executable, "-m", "webapp.commands", "prepare"], cwd=ROOT, env=environment, check=True)
    load_samples(create_site(read_settings(environment)), lambda text: None, Size(60, 300, 500))
    port = _free_port()
    gunicorn = ["-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", "1", "--threads", "8", "wsgi:app"]
    processes = [
        subprocess.Popen([sys.executable, *command], cwd=ROOT, env=environment)
        for command in (gunicorn, ["-m", "webapp.worker"])
    ]
    address = f"http://127.0.0.1:{port}"
    _wait_for(address + "/help")
    yield address
    for process in processes:
        process.send_signal(signal.SIGTERM)
    for process in processes:
        process.wait(timeout=20)


def _wait_for(url: str) -> None:
    for _ in range(120):
        try:
            urllib.request.urlopen(url, timeout=2).close()
            return
        except OSError:
            time.sleep(0.25)
    raise TimeoutError(url)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's chromium; the background traffic of a desktop browser is switched off."""
    executable = shutil.which("chromium") or shutil.which("chromium-browser") or "/usr/bin/chromium"
    options = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=executable, args=options)
        yield found
        found.close()


class Visitor:
    """One person at one device, in one language. Pages are checked by axe as they are visited."""

    def __init__(self, context: BrowserContext, address: str, language: str) -> None:
        self.context, self.address, self.language = context, address, language
        self.page: Page = context.new_page()
        self.page.set_default_timeout(15_000)
        self.faults: list[str] = []
        self.page.on("console", lambda message: self._note(message.type, message.text))
        self.go(f"/language/{language}?next=/help")

    def _note(self, kind: str, text: str) -> None:
        """A refused form answers 422 and a gone vacancy 410, which the browser reports like failures."""
        if kind == "error" and "status of 422" not in text and "status of 410" not in text:
            self.faults.append(text)

    def go(self, path: str) -> Page:
        self.page.goto(self.address + path)
        return self.page

    def sign_in(self, name: str) -> None:
        self.go("/sign-in")
        self.page.fill("#address", f"{name}@nine.example")
        self.page.fill("#password", DEMO_PASSWORD)
        self.page.click("main form button[type=submit]")
        self.page.wait_for_url("**/overview")

    def submit(self) -> None:
        """Press the main button of the page's form."""
        self.page.click("main form .button-row button[type=submit].btn-primary")

    def text(self) -> str:
        return self.page.inner_text("main")

    def check(self) -> None:
        """No accessibility fault (WCAG 2.2 A and AA), no sideways scrolling, nothing wrong in the console."""
        self.page.evaluate(AXE)
        tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
        found: Any = self.page.evaluate("tags => axe.run(document, {runOnly: tags})", tags)
        faults = [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found["violations"]]
        assert faults == [], f"{self.page.url}: {faults}"
        width = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert self.page.evaluate(width) <= 1, f"{self.page.url} scrolls sideways"
        assert self.faults == [], self.faults

    def wait_until(self, path: str, is_ready: Callable[[str], bool], seconds: int = 60) -> None:
        """Open a page again until background work has reached it."""
        for _ in range(seconds * 2):
            self.go(path)
            if is_ready(self.text()):
                return
            time.sleep(0.5)
        raise AssertionError(f"{path} never showed it:\n{self.text()[:800]}")


VisitorMaker = Callable[..., Visitor]


@pytest.fixture
def visitor(browser: Browser, installation: str) -> Iterator[VisitorMaker]:
    """Makes visitors: visitor("zh", width=PHONE)."""
    contexts: list[BrowserContext] = []

    def make(language: str, size: dict[str, int] | None = None) -> Visitor:
        context = browser.new_context(viewport=size or DESK, accept_downloads=True)  # type: ignore[arg-type]
        contexts.append(context)
        return Visitor(context, installation, language)

    yield make
    for context in contexts:
        context.close()
