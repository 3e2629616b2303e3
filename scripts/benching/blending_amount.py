"""Whether `amount` does what it says: the more of the second track, the less like the first and the more like it."""

import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from listening.songs import numbers

from benching.blend_order import SECONDS, heard, scored
from benching.figures import Asked, Figure, Report
from benching.likeness import features, likeness, spearman
from modules.composing import network
from modules.generation.engines.blend import WEIGHTS
from modules.generation.engines.blend.options import BlendOptions
from modules.hearing.ears import Ears

STEPS = 11
PAIRS = 20
START = 30.0
"""Seconds: most songs have begun to sing by then."""
NAMES = ("chroma", "rhythm", "register", "density", "instruments", "all")


@dataclass(frozen=True)
class Named:
    name: str
    data: bytes


def pairs_of(pop909: Path, others: list[Path], count: int) -> Iterator[tuple[Named, Named]]:
    """Held-out songs of POP909, each with another of them or with the last tenth of another set, in turns."""
    wanted = numbers(pop909, held_out=True)
    beside = [one for archive in others for one in _last_tenth(archive)]
    with zipfile.ZipFile(pop909) as opened:
        for index in range(count):
            a = _song(opened, wanted[index])
            another = index % 2 == 1 and beside
            yield a, beside[index // 2 % len(beside)] if another else _song(opened, wanted[-1 - index])


def _song(opened: zipfile.ZipFile, number: int) -> Named:
    return Named(f"POP909 {number:03d}", opened.read(f"POP909/{number:03d}/{number:03d}.mid"))


def _last_tenth(archive: Path) -> list[Named]:
    with zipfile.ZipFile(archive) as opened:
        names = sorted(name for name in opened.namelist() if name.lower().endswith((".mid", ".midi")))
        return [Named(Path(name).stem, opened.read(name)) for name in names[-max(len(names) // 10, 1) :]]


def measure_amount(pop909: Path, others: list[Path], count: int, report: Report) -> None:
    ears, composer = Ears(), network.load(WEIGHTS / "composer.safetensors")
    rows: list[tuple[dict[str, float], dict[str, float]]] = []
    for one, two in pairs_of(pop909, others, count):
        with tempfile.TemporaryDirectory() as folder:
            paths = {name: Path(folder) / f"{name}.mid" for name in ("a", "b")}
            paths["a"].write_bytes(one.data)
            paths["b"].write_bytes(two.data)
            rows.append(_measured(paths, ears, composer))
        falls, rises = rows[-1]
        print(f"{one.name} and {two.name}: {falls['all']:+.2f} {rises['all']:+.2f}", flush=True)
    for name in NAMES:
        falls_all, rises_all = [row[0][name] for row in rows], [row[1][name] for row in rows]
        bound = (Asked(-0.9), Asked(0.9, least=True)) if name == "all" else (None, None)
        for told, values, asked in (("to_a", falls_all, bound[0]), ("to_b", rises_all, bound[1])):
            mean, spread = float(np.mean(values)), (min(values), max(values))
            report.add(Figure(f"amount.spearman_{told}.{name}", "", mean, len(values), spread, asked))
    for side, told in enumerate(("to_a", "to_b")):
        for name in ("at_0", "at_half", "at_1"):
            values = [row[side][name] for row in rows]
            spread = min(values), max(values)
            report.add(Figure(f"amount.likeness_{told}.{name}", "", float(np.mean(values)), len(values), spread))


def _measured(paths: dict[str, Path], ears: Ears, composer: network.Composer) -> tuple[dict[str, float], ...]:
    """Spearman of each likeness to the first and to the second track with the amount."""
    start = START if _lasts(paths, START + SECONDS) else 0.0
    amounts = [step / (STEPS - 1) for step in range(STEPS)]
    window = {"a": "a", "b": "b", "start": start, "end": start + SECONDS}
    tracks = heard(paths, BlendOptions(**window), ears)
    sources = [features(track.score, *track.window) for track in tracks if track.score is not None]
    found: list[list[dict[str, float]]] = [[], []]
    for amount in amounts:
        made = features(scored(tracks, BlendOptions(**window, amount=amount), composer))
        for side, source in zip(found, sources, strict=True):
            side.append(likeness(made, source))
    return tuple(
        {name: spearman(amounts, [row[name] for row in side]) for name in NAMES}
        | {"at_0": side[0]["all"], "at_half": side[STEPS // 2]["all"], "at_1": side[-1]["all"]}
        for side in found
    )


def _lasts(paths: dict[str, Path], seconds: float) -> bool:
    from modules.score.midi import read_midi

    return all(read_midi(path.read_bytes()).seconds > seconds for path in paths.values())
