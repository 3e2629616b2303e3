"""Takes the pictures of the page in docs/screenshots: two weeks of somebody's moods, every room, two sizes, two lights.

Usage: .venv/bin/python scripts/screenshots.py [--folder docs/screenshots]
"""

import argparse
import io
import math
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np
from benching.house import House
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from models.mood import Mood
from models.schema import utc_now
from modules.documents.sqlite import SQLiteDocuments
from modules.mood.collection import MOODS
from modules.mood.moods import Moods
from museaika.ids import new_id
from tests.e2e.chromium import DESKTOP, PHONE, find_chromium

ROOT: Final = Path(__file__).resolve().parents[1]
LOOKS: Final = {"": (DESKTOP, "light", (0.55, -0.65)), "-phone": (PHONE, "dark", (0.6, 0.6))}
"""What is added to a picture's name; its size, its light, and the mood that colours it."""
FEELING: Final = (
    """([valence, arousal]) => sessionStorage.setItem("museaika.mood", JSON.stringify({valence, arousal}))"""
)
DAYS: Final = 13
LARGEST: Final = 200_000
WIDTHS: Final = (1200, 1080, 900, 720)
ORDERS: Final = (("calm", "piano"), ("happy", "pop"), ("melancholic", "orchestral"))
ORDER: Final = """async ([mood, style]) => {
  const token = document.cookie.match(/museaika_csrf=([^;]*)/)[1];
  const body = JSON.stringify({engine: 'composer', mood, seconds: 40, seed: 7, options: {style}});
  const headers = {'Content-Type': 'application/json', 'X-CSRF-Token': token};
  return (await (await fetch('/generations', {method: 'POST', headers, body})).json()).id; }"""
SETTLED: Final = "id => fetch(`/generations/${id}`).then((told) => told.json()).then((job) => job.state)"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=ROOT / "docs" / "screenshots")
    folder: Path = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    with House() as house, sync_playwright() as playwright:
        flags = ["--no-sandbox", "--autoplay-policy=no-user-gesture-required"]
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=flags)
        who, works = somebody(browser, house)
        for look, (size, scheme, felt) in LOOKS.items():
            context = browser.new_context(viewport=size, color_scheme=scheme, storage_state=who, locale="en-GB")
            context.add_init_script(f"({FEELING})({list(felt)})")
            for room, prepare in rooms(works).items():
                page = context.new_page()
                prepare(page, house.url)
                save(page.screenshot(), folder / f"{room}{look}.png")
                page.close()
            context.close()
        browser.close()


def somebody(browser: Browser, house: House) -> tuple[Any, list[str]]:
    """A guest with a past, and the ids of what they had made."""
    page = browser.new_page()
    opened(page, house.url, "/")
    me = page.evaluate("fetch('/user/me').then((told) => told.json())")["id"]
    past(house.data / "museaika.sqlite", me)
    works = [page.evaluate(ORDER, list(order)) for order in ORDERS]
    while not all(page.evaluate(SETTLED, work) == "finished" for work in works):
        page.wait_for_timeout(500)
    who = page.context.storage_state()
    page.close()
    return who, works


def past(database: Path, owner: str) -> None:
    """Moods that go round the circle in two weeks, a little at random."""
    documents, draw = SQLiteDocuments(database, utc_now), np.random.default_rng(4)
    documents.prepare((MOODS,))
    for day in range(DAYS, -1, -1):
        turn = 1.8 * math.pi * day / DAYS
        for _ in range(draw.integers(1, 4)):
            at = utc_now() - timedelta(days=day, hours=1 + 5 * float(draw.random()))
            mood = Mood.at(
                _near(draw, 0.6 * math.cos(turn)),
                _near(draw, 0.6 * math.sin(turn)),
                source=str(draw.choice(["text", "pointed"])),
            )
            Moods(documents, _clock(at), new_id).record(owner, [mood])


def _near(draw: np.random.Generator, value: float) -> float:
    return max(min(value + float(draw.normal(0, 0.13)), 1.0), -1.0)


def _clock(at: datetime) -> Callable[[], datetime]:
    return lambda: at


def rooms(works: list[str]) -> dict[str, Callable[[Page, str], None]]:
    """The name of each picture, and what is to be seen on it."""
    return {
        "feel": feel,
        "hear": hear,
        "make": lambda page, url: opened(page, url, "/make"),
        "work": lambda page, url: opened(page, url, f"/make/{works[0]}"),
        "listen": lambda page, url: opened(page, url, "/listen"),
        "studio": lambda page, url: opened(page, url, "/studio"),
        "history": lambda page, url: opened(page, url, "/history"),
    }


def opened(page: Page, url: str, room: str) -> None:
    page.goto(url + room)
    page.wait_for_selector("#connection[data-state=connected]", state="attached")
    page.wait_for_selector("main h1")
    page.wait_for_selector("main .waiting", state="detached")
    page.wait_for_timeout(1500)


def feel(page: Page, url: str) -> None:
    opened(page, url, "/")
    page.get_by_role("tab", name="Write").click()
    page.get_by_label("Say it in your words").fill("I was so worried, and now I am just grateful that it went well.")
    page.get_by_role("button", name="Read my mood").click()
    page.wait_for_selector(".bars")
    page.wait_for_timeout(1200)
    page.evaluate("scrollTo(0, 0)")
    page.wait_for_timeout(300)


def hear(page: Page, url: str) -> None:
    """A stream that has played for some bars."""
    opened(page, url, "/hear")
    page.get_by_role("button", name="Start the music").click()
    page.wait_for_selector(".hear[data-phase=playing]", timeout=60_000)
    page.wait_for_timeout(12_000)


def save(shot: bytes, file: Path) -> None:
    """In all its colours where that is small enough, or else a little smaller and in 256, mixed as in print."""
    picture = Image.open(io.BytesIO(shot)).convert("RGB")
    for one in (picture, *(_in_few_colours(picture, width) for width in WIDTHS)):
        small = io.BytesIO()
        one.save(small, "PNG", optimize=True)
        if small.tell() <= LARGEST:
            break
    file.write_bytes(small.getvalue())
    print(f"{file}: {small.tell():,} bytes", flush=True)


def _in_few_colours(picture: Image.Image, width: int) -> Image.Image:
    small = picture.resize((width, picture.height * width // picture.width), Image.Resampling.LANCZOS)
    palette = small.quantize(256, method=Image.Quantize.MAXCOVERAGE)
    return small.quantize(palette=palette, dither=Image.Dither.FLOYDSTEINBERG)


if __name__ == "__main__":
    main()
