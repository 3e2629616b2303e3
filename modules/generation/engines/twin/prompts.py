"""What an order for a twin asks for in words, and what of it was understood."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Prompt:
    """text, negative: as they were written, for backends that read words themselves. The rest is what the vocabulary
    found: style is a style of the house, instruments and without are names of the vocabulary, mood is (valence,
    arousal), unknown are the words that said nothing to us.
    """

    text: str = ""
    negative: str = ""
    genre: str | None = None
    style: str | None = None
    bpm: float | None = None
    key: str | None = None
    metre: str | None = None
    mood: tuple[float, float] | None = None
    instruments: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
