"""The receipt of a training: what was measured, and what it means, in words."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from models.twin import Audible, Listening, Receipt
from modules.generation.engines.twin.backends.backend import Evidence

_CHANGED: Final = 0.05
"""The share of notes that may differ without anybody hearing it."""
_CLEARLY, _SLIGHTLY = 0.15, 0.04
"""The share of the way to the producer's style."""
_SURE: Final = 2.0
"""Standard errors that a change must be larger than."""


def receipt_of(evidence: Evidence) -> Receipt:
    """The pair is called before.flac and after.flac where there is one."""
    verdict, why = judged(evidence)
    before, after = evidence.held
    return Receipt(
        verdict=verdict,
        words=f"{verdict.capitalize()}: {why}.",
        unit=evidence.unit,
        held_before=round(before, 4),
        held_after=round(after, 4),
        gain=round(before - after, 4),
        distance=evidence.distance,
        copying=evidence.copying,
        listening=_listening(evidence),
        divided=evidence.divided,
    )


def judged(evidence: Evidence) -> tuple[Audible, str]:
    """The verdict and its reason."""
    changed = float(np.mean(evidence.changed)) if len(evidence.changed) else 0.0
    if changed < _CHANGED:
        return "no audible effect", f"with the same seed {1 - changed:.0%} of what is heard stays as it was"
    way, sure = nearer(*evidence.distances)
    gain = evidence.held[0] - evidence.held[1]
    if way < _SLIGHTLY or sure < 1:
        return "no audible effect", (
            "what it writes is no nearer to the producer's style than before"
            + ("" if gain > 0 else ", and held-out music of theirs got no likelier")
        )
    told = f"what it writes is {way:.0%} nearer to the producer's style"
    if gain <= 0:
        return "slight", f"{told}, but held-out music of theirs got no likelier"
    told += f", and held-out music of theirs is likelier by {gain:.2f} {evidence.unit}"
    return ("clearly audible" if way >= _CLEARLY and sure >= _SURE else "slight"), told


def nearer(before: Sequence[float], after: Sequence[float]) -> tuple[float, float]:
    """Share of the distance that is gone, and how many standard errors that is."""
    first, gone = np.array(before), np.array(before) - np.array(after)
    if len(gone) < 2 or not first.mean():
        return 0.0, 0.0
    error = float(gone.std(ddof=1) / np.sqrt(len(gone)))
    return float(gone.mean() / first.mean()), float(gone.mean() / max(error, 1e-9))


def _listening(evidence: Evidence) -> Listening | None:
    if evidence.pair is None:
        return None
    changed = float(np.clip(np.mean(evidence.changed), 0, 1))
    before, after = (path.name for path in evidence.pair)
    return Listening(before=before, after=after, seed=evidence.seed, changed=round(changed, 4))
