"""A real Chromium without a window, driven over its own DevTools protocol: no driver, no library."""

import itertools
import json
import shutil
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import requests
import websocket

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


def find_chromium():
    return next((found for name in NAMES if (found := shutil.which(name))), None)


class Browser:
    def __init__(self, binary, folder: Path):
        self._folder = folder
        with (folder / "chromium.log").open("wb") as log:
            self._process = subprocess.Popen(
                [
                    binary,
                    "--headless=new",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-dev-shm-usage",
                    "--no-first-run",
                    "--window-size=900,1200",
                    "--remote-debugging-port=0",
                    "--remote-allow-origins=*",
                    f"--user-data-dir={folder / 'profile'}",
                    "about:blank",
                ],
                stdout=log,
                stderr=log,
            )
        self._numbers = itertools.count(1)
        self.said = []
        """What the page wrote on its console, and what went wrong in it."""
        self._tab = websocket.create_connection(self._address(), timeout=20)
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def close(self):
        self._tab.close()
        self._process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(10)
        self._process.kill()
        self._process.wait(10)

    def call(self, method, **parameters):
        number = next(self._numbers)
        self._tab.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            told = json.loads(self._tab.recv())
            self._note(told)
            if told.get("id") == number:
                assert "error" not in told, told
                return told["result"]

    def open(self, url):
        self.call("Page.navigate", url=url)
        self.wait("document.readyState === 'complete'")

    def ask(self, expression):
        """The value of a JavaScript expression in the page."""
        result = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in result, result
        return result["result"].get("value")

    def wait(self, expression, seconds=30.0):
        deadline = time.monotonic() + seconds
        while not self.ask(f"!!({expression})"):
            assert time.monotonic() < deadline, f"never true: {expression}\n{self.text()}\n{self.said}"
            time.sleep(0.05)

    def click(self, selector):
        """With a mouse, where the element is."""
        element = f"document.querySelector({json.dumps(selector)})"
        self.ask(f"{element}.scrollIntoView({{block: 'center'}})")
        x, y = self.ask(f"[{element}.getBoundingClientRect()].map((b) => [b.x + b.width / 2, b.y + b.height / 2])[0]")
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def text(self):
        return self.ask("document.body.innerText")

    def _note(self, told):
        method, parameters = told.get("method"), told.get("params", {})
        if method == "Runtime.exceptionThrown":
            self.said.append(parameters["exceptionDetails"])
        elif method == "Log.entryAdded" and parameters["entry"]["level"] == "error":
            self.said.append(parameters["entry"])

    def _address(self):
        """Chromium writes the port it took into its profile."""
        place = self._folder / "profile" / "DevToolsActivePort"
        deadline = time.monotonic() + 30
        while not place.exists() or not place.read_text().strip():
            assert time.monotonic() < deadline, (self._folder / "chromium.log").read_text()
            time.sleep(0.05)
        port = place.read_text().split()[0]
        tabs = requests.get(f"http://127.0.0.1:{port}/json", timeout=10).json()
        return next(tab["webSocketDebuggerUrl"] for tab in tabs if tab["type"] == "page")
