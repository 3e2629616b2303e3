"""The cover of a playlist: waves in the colours of its moods, steep where it is awake, wide where it rests."""

import io
import math
from hashlib import sha256
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from models.mood import NEUTRAL_RADIUS, POINTS, Mood, MoodLabel
from modules.mood.wheel import COLOURS, rgb

Floats = NDArray[np.float64]
SIZE: Final = 640
LAYERS: Final = 6
_SOFT: Final = 0.3
"""How far a word's colour reaches on the circle."""
_NOWHERE: Final = Mood.at(0, 0)


def cover(playlist_id: str, mood: Mood | None, to: Mood | None = None) -> bytes:
    """A square PNG. The same list and moods give the same bytes."""
    start = mood or _NOWHERE
    picture = _painted(np.random.default_rng(_seed(playlist_id)), start, to or start)
    file = io.BytesIO()
    Image.fromarray((np.clip(picture, 0, 1) * 255).round().astype(np.uint8)).save(file, "PNG", compress_level=6)
    return file.getvalue()


def as_jpeg(png: bytes) -> bytes:
    """As Spotify takes it: far below its 190 KB."""
    file = io.BytesIO()
    Image.open(io.BytesIO(png)).convert("RGB").save(file, "JPEG", quality=88)
    return file.getvalue()


def _painted(chance: np.random.Generator, start: Mood, end: Mood) -> Floats:
    """[row, column, 3]: a sky, and layers of hills before it from the first mood's colours to the last one's."""
    across, down = np.meshgrid(np.linspace(0, 1, SIZE), np.linspace(0, 1, SIZE))
    light, dark = _colour(start.valence, start.arousal), _colour(end.valence, end.arousal)
    picture = _between(_pale(light), _pale(dark), (across + down) / 2)
    for layer in range(LAYERS):
        share = (layer + 1) / LAYERS
        awake = (1 - share) * start.arousal + share * end.arousal
        valence = (1 - share) * start.valence + share * end.valence
        line = 0.28 + 0.62 * share + _wave(chance, across, awake, valence)
        covered = np.clip((down - line) * SIZE / 2, 0, 1)[..., None]
        shade = _colour(valence, awake) * (1.04 - 0.34 * share)
        picture = picture * (1 - covered) + shade * covered
    return picture


def _wave(chance: np.random.Generator, across: Floats, awake: float, valence: float) -> Floats:
    """The rim of a hill: many steep ones for what is awake, round ones for what is pleasant, torn ones for what not."""
    count, height = 1.2 + 2.6 * (awake + 1), 0.035 + 0.03 * (awake + 1)
    phase = chance.uniform(0, 2 * math.pi, 3)
    rounded = np.sin(2 * math.pi * count * across / 2 + phase[0]) + 0.4 * np.sin(
        math.pi * count * 2.3 * across + phase[1]
    )
    torn = 2 / math.pi * np.arcsin(np.sin(2 * math.pi * count * across + phase[2]))
    harsh = (1 - valence) / 2
    wave: Floats = height * ((1 - harsh) * rounded + harsh * torn)
    return wave


def _colour(valence: float, arousal: float) -> Floats:
    """That of the wheel, mixed from the words around."""
    words = [label for label in MoodLabel if label is not MoodLabel.NEUTRAL]
    near = np.array([math.exp(-((math.dist(POINTS[one], (valence, arousal)) / _SOFT) ** 2)) + 1e-6 for one in words])
    mixed: Floats = near @ np.array([rgb(COLOURS[one]) for one in words]) / near.sum()
    plain: float = min(max((math.hypot(valence, arousal) - NEUTRAL_RADIUS) / 0.35 + 0.5, 0.0), 1.0)
    colour: Floats = plain * mixed + (1 - plain) * np.array(rgb(COLOURS[MoodLabel.NEUTRAL]))
    return colour


def _pale(colour: Floats) -> Floats:
    return 0.35 * colour + 0.65


def _between(one: Floats, other: Floats, share: Floats) -> Floats:
    mixed: Floats = one + (other - one) * share[..., None]
    return mixed


def _seed(text: str) -> int:
    return int.from_bytes(sha256(text.encode()).digest()[:8], "big")
