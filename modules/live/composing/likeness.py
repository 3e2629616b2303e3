"""`Likeness`: what a stream takes from the pieces it is to be like, small enough to travel with its thread."""

from typing import Final

import numpy as np
from pydantic import Field

from models.schema import Schema
from modules.composing.bars import Floats
from modules.composing.controls import Controls

ByPart = tuple[float | None, float | None, float | None]
"""Melody, bridge, accompaniment; None where the pieces say nothing."""
_LEANING: Final = 0.5
"""How far the wishes follow the pieces at closeness 1: the mood is to be heard through them."""


class Likeness(Schema):
    """How the bars of some pieces are on average.

    tempo: quarters a minute. density: onsets a bar, polyphony: notes an onset, pitch: mean pitch in C major or A minor.
    """

    tempo: float | None = Field(default=None, gt=0)
    density: ByPart = (None, None, None)
    polyphony: ByPart = (None, None, None)
    pitch: ByPart = (None, None, None)
    closeness: float = Field(default=0.6, ge=0, le=1, description="How far to lean towards them")

    def lean(self, wishes: Controls) -> Controls:
        """Wishes for bars, nearer to the pieces: by a share of what the mood asks for, so that it still moves them."""
        share = _LEANING * self.closeness
        density = np.rint(_between(wishes.density, self.density, share))
        return wishes.changed(
            density=np.where(wishes.density > 0, np.maximum(density, 1), 0),
            polyphony=_between(wishes.polyphony, self.polyphony, share),
            register=_between(wishes.register, self.pitch, share),
        )

    def nearer(self, tempo: float, ordinary: float) -> float:
        """The tempo that the mood asks for, moved as the pieces are from the ordinary one of the style."""
        return tempo if self.tempo is None else tempo * float((self.tempo / ordinary) ** (_LEANING * self.closeness))


def _between(own: Floats, theirs: ByPart, share: float) -> Floats:
    """[bars, 3]"""
    known = np.array([np.nan if one is None else one for one in theirs])
    return np.asarray(np.where(np.isnan(known), own, (1 - share) * own + share * np.nan_to_num(known)))


def likeness_of(heard: list[Controls], closeness: float) -> Likeness:
    """The likeness of pieces. heard: what the bars of each are like, `controls.measure` or `Reference.controls`."""
    tempo = float(np.median(np.concatenate([one.tempo for one in heard])))
    return Likeness(
        tempo=tempo if np.isfinite(tempo) else None,
        density=_means([one.density for one in heard], silent=True),
        polyphony=_means([one.polyphony for one in heard]),
        pitch=_means([one.register for one in heard]),
        closeness=closeness,
    )


def _means(arrays: list[Floats], *, silent: bool = False) -> ByPart:
    """Of the bars in which a part plays."""
    table = np.concatenate(arrays).astype(np.float64)
    found = [column[np.isfinite(column) & ((column > 0) if silent else True)] for column in table.T]
    melody, bridge, accompaniment = (round(float(one.mean()), 2) if len(one) else None for one in found)
    return melody, bridge, accompaniment
