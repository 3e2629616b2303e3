"""Chords and keys of a piece, on its beats."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from modules.composing import chords as vocabulary
from modules.hearing import harmony, tonality
from modules.hearing.evidence import Evidence
from modules.hearing.findings import ChordSpan, KeySpan, Time
from modules.hearing.perceptron import Perceptron
from modules.hearing.sound import Floats, Ints

_NO_BEAT: Final = 0.6
"""Seconds between moments at which chords may change where there is no beat."""


@dataclass(frozen=True, eq=False)
class Harmonised:
    """sure: of the key and the chords as a whole."""

    keys: tuple[KeySpan, ...]
    chords: tuple[ChordSpan, ...]
    beat_chords: Ints
    sure: dict[str, float]


def harmonised(evidence: Evidence, time: Time, judges: dict[str, Perceptron]) -> Harmonised:
    """Nothing but "no chord" where there are no notes."""
    keys = tonality.keys_of(evidence.notes, evidence.seconds, judges["key"])
    if not len(evidence.notes):
        silent = np.zeros(len(time.beats), dtype=np.int64)
        return Harmonised((), (), silent, {"key": 0.0, "chords": 0.0})
    moments = time.beats if len(time.beats) else np.arange(0.0, evidence.seconds, _NO_BEAT)
    likely = harmony.likelihoods(harmony.described(evidence.notes, moments, evidence.seconds), judges["chords"])
    found, sure = harmony.chords_of(likely, time.downbeats)
    spans = _spans(found, sure, moments, evidence.seconds)
    lasting = sum(key.end - key.start for key in keys)
    sure_key = sum(key.sure * (key.end - key.start) for key in keys) / max(lasting, 1e-6)
    told = {"key": round(float(sure_key), 3), "chords": round(float(sure.mean()), 3) if len(sure) else 0.0}
    return Harmonised(keys, spans, found if len(time.beats) else found[:0], told)


def _spans(found: Ints, sure: Floats, moments: Floats, seconds: float) -> tuple[ChordSpan, ...]:
    """Chords from change to change; the first begins with the sound."""
    turns = [0, *(np.flatnonzero(np.diff(found)) + 1).tolist(), len(found)]
    edges = np.append(moments, max(seconds, float(moments[-1]) + 0.01))
    edges[0] = min(float(moments[0]), 0.0)
    return tuple(
        ChordSpan(float(edges[one]), float(edges[two]), vocabulary.name(int(found[one])), float(sure[one:two].mean()))
        for one, two in pairwise(turns)
    )
