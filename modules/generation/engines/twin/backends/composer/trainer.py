"""Trains a twin of the composing network, and measures what came of it."""

from functools import cached_property
from pathlib import Path

import torch

from modules.audio.bundled import bundled_soundfont
from modules.audio.clip import Check, never
from modules.audio.rendering import Studio
from modules.composing import network, objective
from modules.composing.architecture import Network
from modules.composing.network import Composer
from modules.composing.one_thread import one_thread
from modules.generation.engines.twin.backends.backend import Evidence, Lesson, Tell, Trained
from modules.generation.engines.twin.backends.composer import NETWORK, adapter_file
from modules.generation.engines.twin.backends.composer.checkpoint import fingerprint, read_checkpoint
from modules.generation.engines.twin.backends.composer.examining import compared, pair
from modules.generation.engines.twin.backends.composer.lessons import Lessons, judged, lessons_of
from modules.generation.engines.twin.backends.composer.lora import Weights
from modules.generation.engines.twin.backends.composer.manner import Manner, manner_of
from modules.generation.engines.twin.backends.composer.training import Training
from modules.generation.engines.twin.backends.composer.writing import Base, Follow, Pen
from modules.generation.recording import sha256_of

UNIT = "nats an event"


class ComposerTrainer:
    """As `TrainBackend` says. weights: the folder of the composing network."""

    def __init__(self, weights: Path, soundfont: Path | None, threads: int) -> None:
        self._weights = weights
        self._soundfont = soundfont or bundled_soundfont()
        self._threads = threads

    def train(self, lesson: Lesson, tell: Tell, check: Check = never) -> Trained:
        lessons = lessons_of(lesson)
        with one_thread():
            run = Training(network.load(self._weights / NETWORK).network, lesson, lessons, self._name)
            stopped = run.run(tell, check)
            self._write(lesson, lessons, run.best)
        return Trained(run.step, lesson.rank, stopped, run.loss, self._name)

    def save_now(self, lesson: Lesson) -> Trained | None:
        found = read_checkpoint(lesson.folder, fingerprint(lesson, self._name))
        if found is None:
            return None
        with one_thread():
            self._write(lesson, lessons_of(lesson), found.groups["best"])
        return Trained(found.facts["step"], lesson.rank, "cancelled", found.facts["loss"], self._name)

    def examine(self, lesson: Lesson, check: Check = never) -> Evidence:
        lessons = lessons_of(lesson)
        weights, manner = adapter_file.read(lesson.adapter)
        base = Base(self._weights)
        pens = base.pen(), base.pen([Follow(weights, manner, 1.0)])
        found = compared(*pens, lessons.learned, lessons.held, check)
        studio = Studio.with_soundfont(self._soundfont)
        return Evidence(
            held=(_surprise(pens[0], lessons), _surprise(pens[1], lessons)),
            unit=UNIT,
            distance=found.distance,
            distances=found.distances,
            changed=found.changed,
            copying=found.copying,
            pair=pair(pens, studio, lessons.learned, lesson.adapter.parent, check),
            seed=found.seed,
            divided=lessons.divided,
        )

    @cached_property
    def _name(self) -> str:
        """Of the network that adapters fit."""
        return sha256_of(self._weights / NETWORK, lambda: None)

    def _write(self, lesson: Lesson, lessons: Lessons, weights: Weights) -> None:
        words = {"producer": lesson.producer, "rank": str(lesson.rank), "base": self._name, "backend": "composer"}
        manner = self._manner(network.load(self._weights / NETWORK).network, lessons)
        adapter_file.write(lesson.adapter, weights, manner, words)

    def _manner(self, base: Network, lessons: Lessons) -> Manner:
        composer = Composer(base)
        return manner_of(lessons.learned, [composer.encode(song.bars) for song in lessons.learned])


@torch.no_grad()
def _surprise(pen: Pen, lessons: Lessons) -> float:
    """Nats an event of held-out bars."""
    cpu, found = torch.device("cpu"), []
    with one_thread():
        for batch in judged(lessons.held):
            losses = objective.losses(pen.composer.network, objective.tensors(batch, cpu), objective.Weights(), None)
            found.append(float(losses["music"]))
    return round(sum(found) / len(found), 4)
