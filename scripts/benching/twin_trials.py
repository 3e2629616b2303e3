"""The trials of `bench_twin.py`: each teaches or plays twins of producers who do not exist, and gives figures."""

import hashlib
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file, save_file

from benching.producers import PRODUCERS, Producer, piece_of
from modules.composing import corpus, scores
from modules.composing.bars import Floats
from modules.generation.engines.twin.backends.backend import Evidence, InferBackend, Lesson, Part, Piece, Wish
from modules.generation.engines.twin.backends.composer import ComposerBackend, adapter_file
from modules.generation.engines.twin.backends.composer.checkpoint import NAME
from modules.generation.engines.twin.backends.composer.examining import windows
from modules.generation.engines.twin.backends.composer.traits import distance, traits
from modules.generation.engines.twin.prompts import Prompt
from modules.generation.progress import silent_progress
from modules.twins.receipt import receipt_of

SECONDS = 16.0


@dataclass(frozen=True)
class Case:
    """A producer, what they handed in, and what was learned of it."""

    producer: Producer
    lesson: Lesson
    evidence: Evidence
    wall: float
    processor: float


def lesson_of(producer: Producer, folder: Path, pieces: int, bars: int, steps: int | None) -> Lesson:
    folder.mkdir(parents=True, exist_ok=True)
    found = []
    for number in range(pieces):
        data = piece_of(producer, number, bars)
        path = folder / f"piece_{number}.npz"
        corpus.pack([scores.read(data, f"{producer.name} {number}", "pop")]).save(path)
        found.append(Piece(path.stem, hashlib.sha256(data).hexdigest(), 60.0, "", path))
    return Lesson(producer.name, found, folder, folder / "adapter_model.safetensors", steps=steps)


def taught(card: ComposerBackend, lesson: Lesson, producer: Producer) -> Case:
    begun, used = time.perf_counter(), time.process_time()
    card.trainer().train(lesson, lambda _: None)
    evidence = card.trainer().examine(lesson)
    return Case(producer, lesson, evidence, time.perf_counter() - begun, time.process_time() - used)


def wish_of(case: Case, strength: float, seed: int, folder: Path) -> Wish:
    folder.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256(case.lesson.adapter.read_bytes()).hexdigest()
    part = Part(case.producer.name, case.lesson.adapter, digest)
    return Wish(Prompt(), [part], strength, seed, folder, SECONDS, "none")


def heard(player: InferBackend, wish: Wish) -> Floats:
    """The traits of what is ordered, from its MIDI file alone."""
    player.generate(wish, silent_progress())
    song = scores.read((wish.folder / "score.mid").read_bytes(), "", "pop")
    return np.mean([traits(window) for window in windows(song.bars)], axis=0)


def centres(cases: list[Case]) -> dict[str, Floats]:
    """What each producer is like, from their own pieces."""
    return {
        case.producer.name: np.mean(
            [traits(window) for piece in case.lesson.pieces for window in windows(_song(piece))], axis=0
        )
        for case in cases
    }


def _song(piece: Piece):  # noqa: ANN202 - bars of the network
    return corpus.load(piece.bars).song(0).bars


def told_apart(card: ComposerBackend, cases: list[Case], each: int, folder: Path) -> tuple[int, int]:
    """How many generations are nearest to the right producer, of how many."""
    player, known = card.player(), centres(cases)
    right = 0
    for case in cases:
        for seed in range(each):
            found = heard(player, wish_of(case, 1.0, seed, folder / f"{case.producer.name}-{seed}"))
            nearest = min(known, key=lambda name: distance(found, known[name]))
            right += nearest == case.producer.name
    return right, each * len(cases)


def along(card: ComposerBackend, case: Case, seeds: int, folder: Path) -> Floats:
    """[strengths 0, .25, .5, .75, 1; seeds] the distance to the producer of what is written."""
    player, centre = card.player(), centres([case])[case.producer.name]

    def far(strength: float, seed: int) -> float:
        return distance(heard(player, wish_of(case, strength, seed, folder / f"{strength}-{seed}")), centre)

    return np.array([[far(strength, seed) for seed in range(seeds)] for strength in (0.0, 0.25, 0.5, 0.75, 1.0)])


def rises(found: Floats) -> list[float]:
    """Of each step in strength, by how many standard errors the same seeds rise, negative where they fall."""
    steps = np.diff(found, axis=0)
    return [float(step.mean() / (step.std(ddof=1) / np.sqrt(len(step)) + 1e-9)) for step in steps]


def nothing_at_nought(card: ComposerBackend, case: Case, folder: Path) -> bool:
    """Whether strength 0 gives the bytes of the network alone."""
    player, found = card.player(), []
    alone = replace(wish_of(case, 1.0, 3, folder / "alone"), parts=[])
    for wish in (wish_of(case, 0.0, 3, folder / "nought"), alone):
        player.generate(wish, silent_progress())
        found.append((wish.folder / "score.mid").read_bytes())
    return found[0] == found[1]


def planted(card: ComposerBackend, case: Case, amount: float, folder: Path) -> str:
    """The verdict on an adapter of noise, which has learned nothing."""
    folder.mkdir(parents=True, exist_ok=True)
    noise = torch.Generator().manual_seed(1)
    weights, _ = adapter_file.read(case.lesson.adapter)
    spoiled = {name: amount * torch.randn(one.shape, generator=noise) for name, one in weights.items()}
    save_file(spoiled, folder / "adapter_model.safetensors")
    lesson = replace(case.lesson, adapter=folder / "adapter_model.safetensors")
    return receipt_of(card.trainer().examine(lesson)).verdict


def pace(card: ComposerBackend, case: Case, folder: Path, times: int = 3) -> float:
    """Processor time of an order with the twin, of that without; the fastest of each."""
    player = card.player()

    def spent(strength: float, number: int) -> float:
        begun = time.process_time()
        wish = replace(wish_of(case, strength, number, folder / f"{strength}-{number}"), sounds="mix")
        player.generate(replace(wish, prompt=Prompt(bpm=100.0, key="C major")), silent_progress())
        return time.process_time() - begun

    return min(spent(1.0, k) for k in range(times)) / min(spent(0.0, k) for k in range(times))


def killed(lesson: Lesson, tell: Callable[[str], None]) -> bool:
    """Whether a training that is killed after its first checkpoint ends in the weights of one that is not."""
    whole = _in_a_process(lesson.folder, lesson.steps)
    whole.wait()
    uninterrupted = load_file(lesson.adapter)
    for name in (NAME, lesson.adapter.name):
        (lesson.folder / name).unlink()
    first = _in_a_process(lesson.folder, lesson.steps)
    while first.poll() is None and not (lesson.folder / NAME).is_file():
        time.sleep(0.05)
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    tell("killed" if not lesson.adapter.is_file() else "was faster than the kill")
    _in_a_process(lesson.folder, lesson.steps).wait()
    again = load_file(lesson.adapter)
    return again.keys() == uninterrupted.keys() and all(
        torch.equal(again[name], one) for name, one in uninterrupted.items()
    )


def _in_a_process(folder: Path, steps: int | None) -> subprocess.Popen[bytes]:
    script = Path(__file__).parents[1] / "bench_twin.py"
    return subprocess.Popen([sys.executable, str(script), "--teach", str(folder), "--steps", str(steps)])


def memory() -> float:
    """The most that was held at once, GB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def chosen(names: str | None, count: int) -> list[Producer]:
    if names:
        return [producer for producer in PRODUCERS if producer.name in names.split(",")]
    return list(PRODUCERS[:count])
