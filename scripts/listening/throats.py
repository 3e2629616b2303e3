"""Whether somebody sings, learned from scenes; what is played and sung for them is kept on disk."""

import itertools
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile

from listening.fitting import fitted, plain
from listening.players import SECONDS, Cast, bands, led, rendered, stretches, sung
from listening.scenes import Scene, scene
from listening.sliding import slid
from listening.songs import Floats
from modules.audio.rendering import Studio
from modules.hearing.gliding import glides_of
from modules.hearing.perceptron import Perceptron
from modules.hearing.sound import RATE
from modules.hearing.vocals import STEP, WINDOW, windows_of

SUNG, UNSUNG = 0.35, 0.05
"""Shares of a window that are sung, from which on it is called so, and up to which it is not; between, neither."""
_SLIDING = 0.25
"""Of the leads."""
KINDS = ("beneath", "led", "sung", "band")


@dataclass(frozen=True)
class Sources:
    """pop909: songs with a melody. others: archives of pieces for many instruments. work: where clips are kept."""

    pop909: Path
    others: list[Path]
    work: Path


@dataclass(frozen=True)
class Lesson:
    """features: [windows, features]. share: [windows] that is sung. sings: whether anybody does in the scene."""

    features: Floats
    share: Floats
    sings: bool


def voice(sources: Sources, counts: tuple[int, int, int], band: Studio) -> Perceptron:
    """From so many songs, pieces for many, and scenes made of both."""
    songs, pieces, scenes = counts
    clips = played(sources, (songs, pieces), band, held_out=False)
    return learned(list(lessons(clips, scenes, 1)))


def learned(told: list[Lesson]) -> Perceptron:
    """Windows in which somebody is heard a little are left out."""
    features = np.concatenate([one.features for one in told])
    share = np.concatenate([one.share for one in told])
    plainly = (share > SUNG) | (share < UNSUNG)
    right = (share[plainly] > SUNG).astype(np.int64)
    return fitted(features[plainly][:, None], right, plain, (48, 2), epochs=8, batch=256, decay=1.0)


def played(sources: Sources, counts: tuple[int, int], band: Studio, *, held_out: bool) -> dict[str, list[Path]]:
    """Files of each of KINDS; those that are there already are left as they are."""
    sources.work.mkdir(parents=True, exist_ok=True)
    name = "held" if held_out else "learn"
    found: dict[str, list[Path]] = {kind: [] for kind in KINDS}

    def kept(number: int, kind: str, make: Callable[[], Floats]) -> None:
        path = sources.work / f"{name}_{number:03d}_{kind}.wav"
        if not path.exists():
            soundfile.write(path, np.clip(make(), -1, 1), RATE, subtype="PCM_16")
        found[kind].append(path)

    cast = Cast(held_out)
    for number, stretch in enumerate(stretches(sources.pop909, counts[0], cast)):
        chance = random.Random(f"{name}{number}")  # noqa: S311 - the same clips every time
        kept(number, "beneath", lambda of=stretch: rendered(of.beneath, band))
        kept(number, "led", lambda of=stretch, by=chance: led(of, cast, band, by))
        kept(number, "sung", lambda of=stretch, by=chance: sung(of, cast, by))
    for number, piece in enumerate(bands(sources.others, counts[1], held_out=held_out)):
        kept(number, "band", lambda of=piece: rendered(of, band))
    return found


def lessons(clips: dict[str, list[Path]], count: int, seed: int) -> Iterator[Lesson]:
    for number, made in zip(range(count), scenes(clips, seed), strict=False):
        features = windows_of(glides_of(made.samples))
        share = np.array([made.singing[at * STEP : at * STEP + WINDOW].mean() for at in range(len(features))])
        yield Lesson(features, share, sings=number % 2 == 1)


def scenes(clips: dict[str, list[Path]], seed: int) -> Iterator[Scene]:
    """Every second one is sung; all else is alike in both."""
    for number in itertools.count():
        chance = np.random.default_rng((seed, number))

        def one(kind: str, chance: np.random.Generator = chance) -> Floats:
            return soundfile.read(clips[kind][int(chance.integers(len(clips[kind])))], dtype="float32")[0]

        beneath, sings = one("band" if chance.random() < 0.3 else "beneath"), number % 2 == 1
        alone, joined = chance.random() < 0.08, chance.random() < (0.25 if sings else 0.7)
        lead = None
        if joined or (alone and not sings):
            lead = slid(SECONDS, chance) if chance.random() < _SLIDING else one("led")
        yield scene(None if alone else beneath, lead, one("sung") if sings else None, chance)
