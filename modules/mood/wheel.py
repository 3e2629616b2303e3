"""The wheel: what colour each place on the circle has, each word's own fading into its neighbours'."""

from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.mood import NEUTRAL_RADIUS, POINTS, MoodLabel

Floats = NDArray[np.float64]
COLOURS: Final = {
    MoodLabel.EXCITED: "#f9ae5c",
    MoodLabel.HAPPY: "#f7cf62",
    MoodLabel.CONTENT: "#b9d77a",
    MoodLabel.CALM: "#7cc9a6",
    MoodLabel.SLEEPY: "#7fbfdd",
    MoodLabel.MELANCHOLIC: "#7c9bdb",
    MoodLabel.SAD: "#958bd6",
    MoodLabel.ANXIOUS: "#b985ca",
    MoodLabel.ANGRY: "#d96a8c",
    MoodLabel.TENSE: "#ea7a78",
    MoodLabel.ENERGETIC: "#f4916a",
    MoodLabel.NEUTRAL: "#e9e6e1",
}
SOFTNESS: Final = 0.07
"""How far a colour reaches into its neighbours'."""
EDGE: Final = 0.006


@lru_cache(maxsize=2)
def painted(size: int) -> Floats:
    """[size, size, 4]: red, green, blue and opacity of the circle's bounding square, high arousal first."""
    line = np.linspace(-1, 1, size)
    valence, arousal = np.meshgrid(line, -line)
    radius = np.hypot(valence, arousal)
    words = [label for label in MoodLabel if label is not MoodLabel.NEUTRAL]
    apart = np.stack([np.hypot(valence - POINTS[w].valence, arousal - POINTS[w].arousal) for w in words], axis=-1)
    nearness = np.exp(-(apart - apart.min(axis=-1, keepdims=True)) / SOFTNESS)
    colours = (nearness / nearness.sum(axis=-1, keepdims=True)) @ np.array([rgb(COLOURS[word]) for word in words])
    plain = np.clip((radius - NEUTRAL_RADIUS) / 0.35 + 0.5, 0, 1)[..., None]
    colours = colours * plain + np.array(rgb(COLOURS[MoodLabel.NEUTRAL])) * (1 - plain)
    opacity = np.clip((1 - radius) / EDGE, 0, 1)
    return np.concatenate([colours, opacity[..., None]], axis=-1)


def rgb(colour: str) -> tuple[float, float, float]:
    """A colour such as #ff8000 as numbers from 0 to 1."""
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red / 255, green / 255, blue / 255
