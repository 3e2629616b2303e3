"""A browser, and pages in it that must not complain: no error on the console, nothing asked of anybody else."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.chromium import DESKTOP, chromium, find_chromium

ROOT = Path(__file__).resolve().parents[3]
BUILT = ROOT / "museaika" / "static" / "app" / "index.html"
AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture(scope="session")
def built():
    """`make` has done this already; whoever calls pytest by hand waits for it here."""
    if not BUILT.exists() or not AXE.exists():
        subprocess.run([sys.executable, ROOT / "scripts" / "build_web.py"], check=True)


@pytest.fixture(scope="package")
def browser(tmp_path_factory, built):
    if find_chromium() is None:
        pytest.skip("no Chromium here: apt-get install chromium")
    with chromium(tmp_path_factory.mktemp("chromium")) as browser:
        yield browser


@pytest.fixture
def visit(house, browser):
    """visit("/studio", viewport=..., color_scheme="dark") opens the page as somebody new, signed in and connected."""
    contexts, complaints = [], []

    def go(path="/", *, quiet=True, permissions=(), **wishes):
        context = browser.new_context(**{"viewport": DESKTOP, "locale": "en-GB", **wishes})
        context.set_default_timeout(30_000)
        context.grant_permissions(list(permissions))
        contexts.append(context)
        page = context.new_page()
        if quiet:
            page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
            page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda asked: complaints.append(asked.url) if _foreign(asked.url, house.url) else None)
        page.goto(house.url + path)
        page.wait_for_selector("#connection[data-state=connected]", state="attached")
        return page

    yield go
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def desk(visit):
    """The first page, as a new guest on a desktop sees it."""
    return visit()


@pytest.fixture
def ask():
    """ask(page, "/mood/history") is what the server answers this visitor."""
    return lambda page, path: page.evaluate("path => fetch(path).then((answer) => answer.json())", path)


@pytest.fixture(scope="session")
def axe():
    return AXE


def _foreign(url: str, ours: str) -> bool:
    return not url.startswith((ours, ours.replace("http", "ws", 1), "blob:", "data:"))
