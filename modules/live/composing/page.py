"""`Page`: what somebody who writes one bar is given, and `Scribe`, who that is."""

from dataclasses import dataclass, replace
from typing import Final, Protocol

import numpy as np

from modules.composing.arranging.draft import draft
from modules.composing.bars import BAR, MELODY, PART, Ints
from modules.live.composing.scene import Scene
from modules.live.composing.thread import Theme

_RULES: Final = 31
"""A stream of chance."""


@dataclass(frozen=True)
class Page:
    """given: [notes, 5] a melody that is there already, None where it is to be written too. attempt: which writing."""

    scene: Scene
    theme: Theme
    kin: Theme | None
    given: Ints | None = None

    @property
    def seed(self) -> tuple[int, ...]:
        return self.scene.before.seed, self.scene.before.index


class Scribe(Protocol):
    def phrase(self, scene: Scene, rng: np.random.Generator, /) -> int:
        """Where a new theme gets its latents from; -1 where there are none."""

    def write(self, page: Page) -> list[Ints]:
        """Drafts of the bar, [notes, 5] in the small plan's numbering, the given melody included."""


class Rules:
    """Writes without a network; the motif of a theme stays the same through its phrases."""

    def phrase(self, _scene: Scene, _rng: np.random.Generator, /) -> int:
        return -1

    def write(self, page: Page) -> list[Ints]:
        rows = by_rule(page.scene)
        if page.given is not None:
            rows = np.concatenate([page.given, rows[rows[:, PART] != MELODY]])
        return [rows]


def by_rule(scene: Scene) -> Ints:
    """[notes, 5] this bar of a phrase written by rule, the whole phrase in mind."""
    place = scene.place
    rng = np.random.default_rng((scene.before.seed, _RULES, ord(place.kind), place.cycle))
    chords = np.concatenate([scene.chords, scene.alone.chords[len(scene.chords) :]])
    rows = draft(replace(scene.alone, chords=chords), rng).notes
    here: Ints = rows[rows[:, BAR] == scene.bar]
    return here
