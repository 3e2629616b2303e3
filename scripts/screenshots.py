"""Takes the pictures of the page that the README shows: starts a server, orders the example, looks at it in Chromium.

Usage: .venv/bin/python scripts/screenshots.py [--folder docs/screenshots]
"""

import argparse
import base64
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from scripts.benching.house import House  # noqa: E402 - the root must be on the path first
from tests.e2e.browser import Browser, find_chromium  # noqa: E402

SIZES = {"page": (1000, 1500, "light"), "phone": (390, 1700, "dark")}
READY = "document.querySelector('#works img') && document.querySelector('#works img').naturalWidth > 0"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=ROOT / "docs" / "screenshots")
    folder: Path = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    with House() as house, tempfile.TemporaryDirectory() as profile:
        browser = Browser(find_chromium(), Path(profile))
        try:
            take(browser, house.url, folder)
        finally:
            browser.close()


def take(browser: Browser, url: str, folder: Path) -> None:
    browser.open(url)
    browser.click("#moods button:nth-child(4)")
    browser.wait(READY, 60)
    for name, (width, height, scheme) in SIZES.items():
        browser.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 500
        )
        browser.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        shot = browser.call("Page.captureScreenshot", format="png")
        (folder / f"{name}.png").write_bytes(base64.b64decode(shot["data"]))
        print(folder / f"{name}.png")


if __name__ == "__main__":
    main()
