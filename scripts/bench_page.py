"""How soon the page is seen, and how much script it takes, in a real Chromium on the server's own machine.

    python scripts/bench_page.py [--quick] [--json FILE]

Each visit is a browser that was never here: nothing cached, no session. First paint is the browser's own
first-contentful-paint, counted from the beginning of the navigation; `page.usable_ms` is when the circle is there and
the socket connected. Script counts in the bytes that went over the wire, of all rooms together as one visitor opens
them one after the other; the synthesiser and the face reader, which are fetched on demand, count by themselves.
"""

import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benching.figures import Asked, Figure, Report, arguments, close, middle
from benching.house import House
from playwright.sync_api import Browser, Page, Response, sync_playwright

from tests.e2e.chromium import DESKTOP, find_chromium

ROOMS = ("/hear", "/make", "/listen", "/studio", "/history")
ON_DEMAND = ("spessasynth", "soundfont-player", "reader-", "ort-wasm")
PAINTED = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"


def main() -> None:
    asked = arguments(__doc__ or "").parse_args()
    report = Report("the page in a browser that was never here")
    if find_chromium() is None:
        raise SystemExit("There is no Chromium here. Install it (apt-get install chromium), and run this again.")
    with House() as house, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        visits = [visit(browser, house.url) for _ in range(3 if asked.quick else 15)]
        paints, usable, first = zip(*visits, strict=True)
        report.add(
            middle("page.first_paint_ms", "ms", paints, Asked(1000)),
            middle("page.usable_ms", "ms", usable),
            middle("page.first_room_script_kb", "kB", first),
            scripts(browser, house.url),
        )
        browser.close()
    report.add(*fetched_later())
    close(report, asked)


def visit(browser: Browser, url: str) -> tuple[float, float, float]:
    """Milliseconds until something and until everything was there, and kilobytes of script."""
    page, sizes = arrived(browser, url)
    painted, usable = page.evaluate(PAINTED), page.evaluate("performance.now()")
    page.context.close()
    return painted, usable, sum(sizes.values()) / 1000


def scripts(browser: Browser, url: str) -> Figure:
    page, sizes = arrived(browser, url)
    for room in ROOMS:
        page.goto(url + room)
        page.wait_for_selector("main h1")
        page.wait_for_load_state("networkidle")
    page.context.close()
    return Figure("page.all_rooms_script_kb", "kB", sum(sizes.values()) / 1000, asked=Asked(400))


def arrived(browser: Browser, url: str) -> tuple[Page, dict[str, int]]:
    """A page that is connected, and the bytes of each script on the wire."""
    page = browser.new_context(viewport=DESKTOP).new_page()
    sizes: dict[str, int] = {}
    page.on("response", lambda response: _weigh(response, sizes))
    page.goto(url)
    page.wait_for_selector(".circle")
    page.wait_for_selector("#connection[data-state=connected]", state="attached")
    return page, sizes


def fetched_later() -> list[Figure]:
    """What a visitor fetches who asks for it, pressed as it goes over the wire."""
    folder = Path(__file__).resolve().parents[1] / "museaika" / "static" / "app" / "assets"
    groups = {"synthesiser": ("spessasynth", "soundfont-player"), "face_reader": ("reader-", "ort-wasm", "face-")}
    sizes = {file.name: file.stat().st_size for file in folder.glob("*.gz")}
    weighed = {name: sum(sizes[file] for file in sizes if file.startswith(starts)) for name, starts in groups.items()}
    return [Figure(f"page.{name}_kb", "kB", size / 1000) for name, size in weighed.items()]


def _weigh(response: Response, sizes: dict[str, int]) -> None:
    name = response.url.rsplit("/", 1)[-1]
    if response.request.resource_type != "script" or name.startswith(ON_DEMAND):
        return
    headers: dict[str, Any] = response.headers
    sizes[name] = int(headers.get("content-length", 0)) or len(response.body())


if __name__ == "__main__":
    main()
