"""How fast a MIDI file becomes sound, whether it is always the same sound, and how soon a rendering stops.

    python scripts/bench_render.py [--quick] [--repeats 7] [--midi FILE] [--json FILE]

Plays a minute of a band on six tracks (or the given file) in this process, on at most two cores. "Render" is playing,
room, mixing and mastering of mix and stems, in memory, without encoding; "work" is everything the engine does, from the
file to the finished parts. Speeds are seconds of music a second; seconds of processor time stand beside them, because a
shared machine slows only the first.
"""

import hashlib
import random
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np
import soundfile
from benching.band import band
from benching.figures import Asked, Figure, Report, arguments, close, middle, share

from models.generation import Brief
from models.upload import Upload, UploadKind
from modules.audio.bundled import bundled_soundfont
from modules.audio.clip import never
from modules.audio.crew import Crew
from modules.audio.mastering import Target, master, summed
from modules.audio.rendering import Studio, in_memory, render_stems
from modules.generation.engine import Commission, Engine, Material
from modules.generation.engines.render import Render, RenderSettings
from modules.generation.progress import Cancelled, Progress, silent_progress
from modules.score.midi import read_midi
from modules.score.score import Score


def main() -> None:
    parser = arguments(__doc__ or "")
    parser.add_argument("--repeats", type=int, help="of every measurement (default 7, quick 3)")
    parser.add_argument("--midi", type=Path, metavar="FILE", help="a piece of your own instead of the minute of a band")
    asked = parser.parse_args()
    repeats = asked.repeats or (3 if asked.quick else 7)
    data = asked.midi.read_bytes() if asked.midi else band()
    score = read_midi(data)
    report = Report(f"rendering {score.seconds:.0f} s of {len(score.tracks)} tracks, {score.note_count:,} notes")
    with tempfile.TemporaryDirectory() as folder:
        measure_sound(score, repeats, report)
        measure_works(data, score, Path(folder), repeats, report)
        measure_cancel(data, Path(folder), 10 if asked.quick else 60, report)
    close(report, asked)


def measure_sound(score: Score, repeats: int, report: Report) -> None:
    studio = Studio.with_soundfont(bundled_soundfont())
    hashes: set[str] = set()
    for threads in (2, 1):
        speeds, processor = [], []
        for number in range(repeats + 1):
            begun, spent = time.perf_counter(), time.process_time()
            mix = sounded(score, studio, threads)
            wall = time.perf_counter() - begun
            hashes.add(hashlib.sha256(mix.tobytes()).hexdigest())
            if number:
                speeds.append(score.seconds / wall)
                processor.append(time.process_time() - spent)
        bound = Asked(60, least=True) if threads == 2 else None
        report.add(middle(f"render.realtime_{threads}_threads", "x", speeds, bound))
        report.add(Figure(f"render.best_{threads}_threads", "x", max(speeds), repeats))
        report.add(middle(f"render.processor_seconds_{threads}_threads", "s", processor))
    report.add(Figure("render.different_bytes", "", len(hashes) - 1, 2 * repeats + 2, asked=Asked(0)))


def sounded(score: Score, studio: Studio, threads: int) -> np.ndarray:
    with Crew(threads, never) as crew:
        stems = render_stems(score, studio, 0.25, crew, lambda _share: None)
        mix = in_memory(len(stems[0]))
        summed(stems, mix)
        master(mix, stems, Target(fade_out=1.0), crew)
    return mix


def measure_works(data: bytes, score: Score, folder: Path, repeats: int, report: Report) -> None:
    engine = Render(RenderSettings()).load()
    speeds, hashes = [], set()
    for number in range(repeats):
        out = folder / f"work{number}"
        begun = time.perf_counter()
        engine.generate(commission(data, out), silent_progress())
        speeds.append(score.seconds / (time.perf_counter() - begun))
        hashes.add(digest(out))
    report.add(middle("work.realtime", "x", speeds))
    report.add(Figure("work.different_bytes", "", len(hashes) - 1, repeats, asked=Asked(0)))
    report.add(Figure("work.stems_minus_mix", "dBFS", difference(folder / "work0"), 1, asked=Asked(-80)))


def commission(data: bytes, out: Path) -> Commission:
    out.mkdir()
    source = out.with_suffix(".mid")
    source.write_bytes(data)
    upload = Upload(
        id="tune",
        owner="bench",
        name="tune.mid",
        kind=UploadKind.MIDI,
        format="midi",
        media_type="audio/midi",
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        seconds=60,
        created_at=datetime.now(UTC),
    )
    return Commission(Brief(engine="render", seed=1, options={"midi": "tune"}), {"tune": Material(upload, source)}, out)


def digest(folder: Path) -> str:
    whole = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        whole.update(str(path.relative_to(folder)).encode() + path.read_bytes())
    return whole.hexdigest()


def difference(folder: Path) -> float:
    """The highest sample, in dBFS, of the stems' sum less the mix, as the files have them."""
    mix, _ = soundfile.read(folder / "mix.flac")
    stems = [soundfile.read(path)[0] for path in sorted((folder / "stems").iterdir())]
    return 20 * float(np.log10(np.abs(np.sum(stems, axis=0) - mix).max() + 1e-12))


def measure_cancel(data: bytes, folder: Path, repeats: int, report: Report) -> None:
    engine = Render(RenderSettings()).load()
    begun = time.perf_counter()
    engine.generate(commission(data, folder / "whole"), silent_progress())
    whole = time.perf_counter() - begun
    waits, phases = [], set()
    for number in range(repeats):
        moment = whole * (number + random.random()) / repeats * 0.95  # noqa: S311 - any moment will do
        stopped = called_off(engine, commission(data, folder / f"cancel{number}"), moment)
        if stopped is not None:
            waits.append(stopped[0])
            phases.add(stopped[1])
    report.add(share("cancel.p50", "s", waits, 50), share("cancel.p95", "s", waits, 95, Asked(0.25)))
    report.notes.append(f"called off while: {', '.join(sorted(phases))}")


def called_off(engine: Engine, order: Commission, moment: float) -> tuple[float, str] | None:
    """How long a rendering goes on after it was called off, and what it was at; None when it was faster."""
    unwanted, notes = threading.Event(), ["starting"]
    remember: Callable[[float, str], None] = lambda _share, note: notes.append(note)  # noqa: E731
    outcome: list[float] = []

    def work() -> None:
        try:
            engine.generate(order, Progress(remember, unwanted.is_set))
        except Cancelled:
            outcome.append(time.perf_counter())

    thread = threading.Thread(target=work)
    thread.start()
    time.sleep(moment)
    called = time.perf_counter()
    unwanted.set()
    thread.join()
    return (outcome[0] - called, notes[-1]) if outcome else None


if __name__ == "__main__":
    main()
