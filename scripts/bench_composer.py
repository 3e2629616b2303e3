"""How fast songs are composed, how soon they are heard, and whether they are always the same.

    python scripts/bench_composer.py [--quick] [--repeats 3] [--weights FOLDER] [--soundfont FILE] [--json FILE]

Fifty songs of a minute are one order for notes (MIDI, printed score, chords, picture, record). "One song" is an order
for everything: mix and stems mastered and encoded, pages, and all of it in a zip. "First sound" is from the order of a
minute (and of fifty of them) to the file with its first bars; over HTTP, from the POST to that file's last byte, on a
server of its own. "Four bars" are an order of no more than that. "The same" counts how many of so many short orders,
with one thread and with two, in this process and in two others, have the same SHA-256 of their notes and of their mix.
"""

import hashlib
import io
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from multiprocessing import get_context
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benching.figures import Asked, Figure, Report, arguments, close, middle, share
from benching.guest import Guest
from benching.house import House
from benching.listener import Listener

from models.generation import Brief
from models.provenance import Origin
from modules.files.bundle import zipped
from modules.generation.engine import Commission, Engine, Part, Work
from modules.generation.engines.composer import Composer, ComposerSettings
from modules.generation.progress import Cancelled, Progress, silent_progress

MINUTE = 60.0
STYLES = ("piano", "pop", "orchestral")


def main() -> None:
    parser = arguments(__doc__ or "")
    parser.add_argument("--repeats", type=int, help="of every measured order (default 3, quick 1)")
    parser.add_argument("--songs", type=int, default=50, help="songs of the large order")
    parser.add_argument("--weights", type=Path, help="a folder of weights instead of the shipped one")
    parser.add_argument("--soundfont", type=Path)
    asked = parser.parse_args()
    repeats = asked.repeats or (1 if asked.quick else 3)
    same = 12 if asked.quick else 100
    report = Report("Composing")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        began = time.perf_counter()
        engine = opened(asked.weights, asked.soundfont, 2)
        report.add(Figure("open", "s", time.perf_counter() - began))
        writer = made(engine, folder, seconds=4.0, mood="calm", sounds="none").summary["material"]
        report.notes.append(f"notes by: {writer}")
        many(report, engine, folder, repeats, asked.songs)
        one(report, engine, folder, repeats)
        first_sounds(report, engine, folder, 3 * repeats)
        first_sounds_over_http(report, 3 * repeats)
        cancelling(report, engine, folder, 4 if asked.quick else 20)
        always(report, folder, same, asked)
    close(report, asked)


def opened(weights: Path | None, soundfont: Path | None, threads: int) -> Engine:
    return Composer(ComposerSettings(weights=weights, soundfont=soundfont, threads=threads)).load()


def made(engine: Engine, folder: Path, progress: Progress | None = None, **order: Any) -> Work:
    return engine.generate(commission(folder, **order), progress or silent_progress())


def commission(folder: Path, **order: Any) -> Commission:
    target = Path(tempfile.mkdtemp(dir=folder))
    outside = {name: order.pop(name) for name in ("mood", "seconds", "seed") if name in order}
    return Commission(Brief(engine="composer", **{"seed": 7} | outside, options=order), {}, target)


def timed(times: int, engine: Engine, folder: Path, **order: Any) -> list[float]:
    found = []
    for number in range(times):
        began = time.perf_counter()
        work = made(engine, folder, seed=number, **order)
        if order.get("sounds") == "all":
            bundled(work)
        found.append(time.perf_counter() - began)
    return found


def bundled(work: Work) -> int:
    """The bytes of the bundle, as a client would download it."""
    file = io.BytesIO()
    for piece in zipped((part.name, iter([part.path.read_bytes()])) for part in work.parts):
        file.write(piece)
    return file.tell()


def many(report: Report, engine: Engine, folder: Path, repeats: int, songs: int) -> None:
    styles = ("pop", "piano") if repeats > 1 else ("pop",)
    for style in styles:
        order = {"mood": "happy", "seconds": MINUTE, "count": songs, "style": style, "sounds": "none"}
        times = timed(repeats, engine, folder, **order)
        report.add(middle(f"songs{songs}.{style}", "s", times, Asked(20.0)))


def one(report: Report, engine: Engine, folder: Path, repeats: int) -> None:
    for style in STYLES:
        order = {"mood": "happy", "seconds": MINUTE, "style": style, "sounds": "all"}
        report.add(middle(f"song.{style}", "s", timed(repeats, engine, folder, **order), Asked(6.0)))
    few = timed(3 * repeats, engine, folder, mood="happy", bars=4, style="pop", sounds="mix")
    report.add(middle("four_bars", "s", few))


def first_sounds(report: Report, engine: Engine, folder: Path, times: int) -> None:
    order = {"mood": "happy", "seconds": MINUTE, "sounds": "all"}
    for style in STYLES:
        waits = [first_sound(engine, folder, seed=number, style=style, **order) for number in range(times)]
        report.add(middle(f"first_sound.{style}", "s", waits, Asked(1.5)))
    waits = [first_sound(engine, folder, seed=number, style="pop", count=50, **order) for number in range(times)]
    report.add(middle("first_sound.songs50.pop", "s", waits, Asked(1.5)))


def first_sound(engine: Engine, folder: Path, **order: Any) -> float:
    """The rest of the order is called off."""
    heard: list[float] = []

    def listen(make: Callable[[], Part], _origin: Origin) -> None:
        make()
        heard.append(time.perf_counter())
        raise Cancelled

    began = time.perf_counter()
    with suppress(Cancelled):
        made(engine, folder, silent_progress().offering(listen), **order)
    return heard[0] - began


def first_sounds_over_http(report: Report, times: int) -> None:
    waits = []
    with House(MUSEAIKA_WORKERS="1") as house, Guest(house.url) as guest, Listener(house.url, guest.token) as listener:
        for number in range(times + 1):
            brief = {"engine": "composer", "mood": "happy", "seconds": MINUTE, "seed": number}
            began = time.perf_counter()
            job = guest.call("POST", "/generations", json=brief | {"options": {"style": "pop"}}).json()["id"]
            news = listener.wait_for("generation:preview", job)
            guest.call("GET", f"/generations/{job}/files/{news.payload['preview']['name']}")
            waits.append(time.perf_counter() - began)
            guest.call("DELETE", f"/generations/{job}")
            guest.wait(job)
    report.add(middle("first_sound.http", "s", waits[1:], Asked(1.5)))
    report.notes.append(f"first sound of a worker that has to open its network first: {waits[0]:.1f} s")


def cancelling(report: Report, engine: Engine, folder: Path, times: int) -> None:
    """How long an order goes on after it was called off, at moments spread over its making."""
    began = time.perf_counter()
    made(engine, folder, mood="happy", seconds=MINUTE, style="pop")
    lasting = time.perf_counter() - began
    waits = [wait for k in range(times) if (wait := called_off(engine, folder, lasting * 0.9 * (k + 0.5) / times))]
    report.add(share("cancel.p95", "s", waits, 95, Asked(0.25)))


def called_off(engine: Engine, folder: Path, moment: float) -> float | None:
    unwanted = threading.Event()
    outcome: list[float] = []

    def work() -> None:
        try:
            made(
                engine,
                folder,
                Progress(lambda _share, _note: None, unwanted.is_set),
                mood="happy",
                seconds=MINUTE,
                style="pop",
            )
        except Cancelled:
            outcome.append(time.perf_counter())

    thread = threading.Thread(target=work)
    thread.start()
    time.sleep(moment)
    called = time.perf_counter()
    unwanted.set()
    thread.join()
    return outcome[0] - called if outcome else None


def always(report: Report, folder: Path, times: int, asked: Any) -> None:
    """The same order again and again: in this process and two more, with one thread and with two."""
    shares = [len(range(k, times, 3)) for k in range(3)]
    settings = [(asked.weights, asked.soundfont, folder, number) for number in shares]
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        elsewhere = [pool.submit(hashes, *each) for each in settings[1:]]
        found = hashes(*settings[0])
        for future in elsewhere:
            found += future.result()
    most = max(found.count(one) for one in set(found))
    report.add(Figure("same_hash", "%", 100 * most / len(found), len(found), asked=Asked(100, least=True)))


def hashes(weights: Path | None, soundfont: Path | None, folder: Path, times: int) -> list[str]:
    import torch

    engines = [opened(weights, soundfont, threads) for threads in (1, 2)]
    found = []
    for number in range(times):
        torch.set_num_threads(1 + number % 2)
        work = made(engines[number % 2], folder, mood="content", seconds=5.0, style="lofi", sounds="mix")
        digest = hashlib.sha256()
        for part in work.parts:
            digest.update(part.path.read_bytes())
        found.append(digest.hexdigest())
    return found


if __name__ == "__main__":
    main()
