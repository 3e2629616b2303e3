"""`Likeness`: what a stream takes from the pieces it is to be like, small enough to travel with its thread."""

from models.schema import Schema


class Likeness(Schema):
    """How the bars of some pieces are on average; None where they say nothing.

    tempo: quarters a minute. density: onsets a bar, polyphony: notes an onset, pitch: mean pitch in C major or A
    minor, each for melody, bridge and accompaniment. closeness: 0..1, how far to lean towards them.
    """

    tempo: float | None = None
    density: tuple[float | None, float | None, float | None]
    polyphony: tuple[float | None, float | None, float | None]
    pitch: tuple[float | None, float | None, float | None]
    closeness: float = 0.5
