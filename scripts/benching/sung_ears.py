"""How far each ear may be trusted: its own error where it is known when vowels begin."""

from collections.abc import Callable, Sequence
from typing import Any, Final

import librosa
import numpy as np
import numpy.typing as npt

from benching.figures import Figure, share
from benching.sung_ear import NEAR, RATE, onset_errors, vowel_errors
from benching.sung_known import OFF, exams, spans
from benching.sung_taught import taught
from modules.voice.sung import SungNote

Floats = npt.NDArray[Any]
Ear = Callable[[Floats, Sequence[SungNote]], list[float]]
TRUSTED: Final = 15.0
"""Milliseconds that an ear may be off itself, in nine of ten cases, to be asked about the singer."""


def flux_errors(sound: Floats, notes: Sequence[SungNote]) -> list[float]:
    """What librosa takes for an onset, the one nearest to each note; where it hears none, as far off as could be."""
    heard = librosa.onset.onset_detect(y=sound, sr=RATE, hop_length=110, units="time")
    errors = []
    for note, near in spans(notes, NEAR):
        off = min(heard - note.start, key=abs, default=near)
        errors.append(1000 * float(np.clip(off, -near, near)))
    return errors


def ears() -> dict[str, Ear]:
    return {"onset": onset_errors, "vowel": vowel_errors, "flux": flux_errors, "taught": taught().errors}


def calibrated(listening: dict[str, Ear]) -> tuple[list[Figure], set[str]]:
    """Each ear's own error on speech and on stretched speech, and those that are trusted on both together."""
    found: dict[str, dict[str, list[float]]] = {name: {} for name in listening}
    for kind in ("spoken", "stretched"):
        random = np.random.default_rng(5)
        for known in exams(random, stretched=kind == "stretched"):
            off = random.uniform(-OFF, OFF, len(known.starts))
            notes = known.notes(off)
            for name, ear in listening.items():
                errors = np.abs(np.array(ear(known.sound, notes)) + 1000 * off)
                found[name].setdefault(kind, []).extend(errors.tolist())
    figures = [
        share(f"voice.ear.{name}.{kind}_p{percent}", "ms", errors, percent)
        for name, kinds in found.items()
        for kind, errors in kinds.items()
        for percent in (50, 90)
    ]
    trusted = {
        name
        for name, kinds in found.items()
        if np.percentile([ms for part in kinds.values() for ms in part], 90) < TRUSTED
    }
    return figures, trusted
