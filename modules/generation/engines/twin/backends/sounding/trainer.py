"""Trains a twin of a network of sound, and measures what came of it."""

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path

from modules.audio.clip import Check, never
from modules.composing.one_thread import one_thread
from modules.generation.engines.twin.backends.backend import Evidence, Lesson, Tell, Trained
from modules.generation.engines.twin.backends.composer.checkpoint import fingerprint, read_checkpoint
from modules.generation.engines.twin.backends.sounding import adapter_file, low_rank
from modules.generation.engines.twin.backends.sounding.examining import Examination
from modules.generation.engines.twin.backends.sounding.examples import Take, takes_of
from modules.generation.engines.twin.backends.sounding.network import Example, SoundNetwork
from modules.generation.engines.twin.backends.sounding.summing import sum_of
from modules.generation.engines.twin.backends.sounding.training import Training, surprise


class SoundTrainer:
    """As `TrainBackend` says, except that graphics cards do not always sum in the same order. rate: of learning."""

    def __init__(self, name: str, folder: Path, opened: Callable[[], SoundNetwork], rate: float) -> None:
        self._backend, self._folder, self._opened, self._rate = name, folder, opened, rate

    def train(self, lesson: Lesson, tell: Tell, check: Check = never) -> Trained:
        takes = takes_of(lesson)
        with one_thread():
            network = self._opened()
            examples = [_encoded(network, some, check) for some in (takes.learned, takes.watched)]
            run = Training(network, lesson, (examples[0], examples[1]), self._rate)
            stopped = run.run(fingerprint(lesson, self._base), tell, check)
            adapter_file.write(lesson.adapter, run.best, self._words(lesson))
        return Trained(run.step, lesson.rank, stopped, run.loss, self._base)

    def save_now(self, lesson: Lesson) -> Trained | None:
        found = read_checkpoint(lesson.folder, fingerprint(lesson, self._base))
        if found is None:
            return None
        adapter_file.write(lesson.adapter, found.groups["best"], self._words(lesson))
        return Trained(found.facts["step"], lesson.rank, "cancelled", found.facts["loss"], self._base)

    def examine(self, lesson: Lesson, check: Check = never) -> Evidence:
        takes = takes_of(lesson)
        weights = adapter_file.read(lesson.adapter)
        with one_thread():
            network = self._opened()
            held = _encoded(network, takes.held, check)
            before = surprise(network, held, check)
            with low_rank.worn(network.learner, network.prefix, [(weights, 1.0)]):
                after = surprise(network, held, check)
            examination = Examination(network, takes, check)
            return examination.evidence(weights, (before, after), lesson.adapter.parent)

    @cached_property
    def _base(self) -> str:
        """Of the network that adapters fit."""
        return sum_of(self._folder)

    def _words(self, lesson: Lesson) -> dict[str, str]:
        told = {"producer": lesson.producer, "rank": str(lesson.rank), "lora_alpha": str(lesson.rank)}
        return {"format": "pt", "base": self._base, "backend": self._backend} | told


def _encoded(network: SoundNetwork, takes: Sequence[Take], check: Check) -> list[Example]:
    """All of them, once: afterwards neither the codec nor what reads words is needed."""
    found = []
    for take in takes:
        check()
        found.append(network.encoded(take.clip(network.rate, check), take.words))
    return found
