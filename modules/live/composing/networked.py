"""`Networked` writes the bars of streams with the composing network: one at a time, after the bars before."""

import math
from pathlib import Path
from typing import Final

import numpy as np
from threadpoolctl import ThreadpoolController

from models.mood import Point
from modules.composing import batches, controls, latents
from modules.composing.bars import BAR, MELODY, PARTS, SLOTS, Bars, Floats, Ints
from modules.composing.controls import STYLES, Controls, features
from modules.live.composing.network import Memory, Network
from modules.live.composing.pace import tempo_for
from modules.live.composing.page import Page
from modules.live.composing.pen import Pen
from modules.live.composing.scene import Scene, rows_of

DRAFTS: Final = 4
"""Always as many side by side: what is written does not depend on anything else."""
CONTEXT: Final = 4
"""Bars before that the network is told."""
_NEAREST: Final = 20
"""So many phrases of the bank are as good as each other."""
_STRAY: Final = 0.2
_KIN: Final = 0.4
"""How far a later theme goes from the first one's phrase towards another."""
_MOVED: Final = 0.35
"""Where the mood is so far from that of the phrase whose latents are used, only those of the melody count."""
_NEIGHBOURHOOD: Final = 0.4
_START, _NETWORK = 41, 42
"""Streams of chance."""


class Networked:
    """The network with its bank of phrases. On one thread: the products are too small for more."""

    def __init__(self, folder: Path) -> None:
        self.network = Network.load(folder / "composer.safetensors")
        self.bank = latents.load(folder / "bank.npz")
        self._threads = ThreadpoolController()

    def phrase(self, scene: Scene, rng: np.random.Generator, /) -> int:
        """One of the bank's that suit mood, tempo, mode and style."""
        return self._suitable(scene, scene.mood, scene.tempo, rng)

    def _suitable(self, scene: Scene, mood: Point, tempo: float, rng: np.random.Generator) -> int:
        bank = self.bank
        far = np.linalg.norm(bank.mood - np.array(mood), axis=1)
        far += 0.5 * np.abs(np.log2(bank.tempo / tempo))
        far += 1.0 * (bank.mode != scene.mode)
        far += 0.4 * (bank.style != STYLES.index(scene.style.likeness))
        far += 2.0 * (bank.lengths != scene.metre.length).mean(axis=1)
        nearest = np.argsort(far, kind="stable")[:_NEAREST]
        return int(nearest[rng.integers(len(nearest))])

    def write(self, page: Page) -> list[Ints]:
        """Drafts of the bar, the given melody included."""
        sheet = _Sheet(self, page)
        seeds = [(*page.seed, _NETWORK, draft) for draft in range(DRAFTS)]
        with self._threads.limit(limits=1, user_api="blas"):
            return [sheet.rows(one) for one in sheet.pen().write(sheet.before(), seeds)]

    def start(self, page: Page) -> Floats:
        """[latent] what the bar starts from: its theme's phrase, and where the mood has left that behind, for all but
        the melody another one.
        """
        place, theme, bank = page.scene.place, page.theme, self.bank
        seed = (page.scene.before.seed, _START, ord(place.kind), place.cycle)
        phrase = bank.latents[theme.phrase]
        if page.kin is not None and page.kin.phrase >= 0:
            phrase = latents.interpolate(bank.latents[page.kin.phrase], phrase, _KIN)
        if math.dist(bank.mood[theme.phrase], page.scene.mood) > _MOVED:
            there = bank.latents[self._texture(page.scene, np.random.default_rng(seed))]
            phrase = np.concatenate([phrase[:, self._tune], there[:, self._tune.stop :]], axis=1)
        near = latents.nearby(phrase, _STRAY, np.random.default_rng(seed), bank.scale)
        return np.asarray(near[place.bar % len(phrase)])

    def _texture(self, scene: Scene, rng: np.random.Generator) -> int:
        """A phrase for a mood like this one: the same for all moods of a neighbourhood, or a mood that glides would
        change it every bar.
        """
        mood = Point(*(round(one / _NEIGHBOURHOOD) * _NEIGHBOURHOOD for one in scene.mood))
        return self._suitable(scene, mood, tempo_for(scene.style, None, mood.arousal), rng)

    @property
    def _tune(self) -> slice:
        return self.network.columns[MELODY]


class _Sheet:
    """One bar to write: the bars before it, itself, and an empty one after."""

    def __init__(self, by: Networked, page: Page) -> None:
        self.by, self.page = by, page
        recent = page.scene.before.recent[-CONTEXT:]
        self.at = len(recent)
        rows = [rows_of(one.notes, index) for index, one in enumerate(recent)]
        chords = [list(one.chords) for one in recent]
        chords += page.scene.chords[page.scene.bar : page.scene.bar + 2].tolist()
        notes = np.concatenate(rows) if rows else np.zeros((0, 5), dtype=np.int64)
        self.bars = Bars(notes, np.full(len(chords), SLOTS), np.array(chords, dtype=np.int64))
        self.parts = () if page.given is None else (MELODY,)

    def pen(self) -> Pen:
        wished = self._wishes()
        allowed = (wished.density[self.at] > 0) & ~np.isin(np.arange(PARTS), self.parts)
        return Pen(self.by.network, self._memory(wished), self.at, self.page.scene.metre.length, allowed)

    def before(self) -> Ints:
        """[events, 5] what was written before; the melody is no event where it is given."""
        return batches.events(self.bars.without(list(self.parts)).window(0, self.at))

    def _wishes(self) -> Controls:
        """The bars before as they are, then as the scene wishes."""
        scene = self.page.scene
        after = scene.wishes.window(scene.bar, 2)
        if not self.at:
            return after
        before = controls.measure(self.bars.window(0, self.at), scene.tempo, scene.mode)
        return Controls(*(np.concatenate([getattr(before, name), getattr(after, name)]) for name in vars(after)))

    def _memory(self, wished: Controls) -> Memory:
        known = np.full((len(self.bars), sum(self.by.network.latent)), np.nan, dtype=np.float32)
        known[self.at] = self.by.start(self.page) if self.page.theme.phrase >= 0 else np.nan
        choices = features(wished, self.bars.lengths, self.parts)
        there = batches.cells([self._given()], by_part=False)
        return self.by.network.remember(known, choices, self.bars.chords, there)

    def _given(self) -> Bars:
        """The notes that are there and need not be written: the melody, where there is one."""
        if self.page.given is None:
            return Bars(self.bars.notes[:0], self.bars.lengths, self.bars.chords)
        mine = self.page.given.copy()
        mine[:, BAR] = self.at
        notes = np.concatenate([self.bars.only([MELODY]).notes, mine])
        return Bars(notes, self.bars.lengths, self.bars.chords)

    def rows(self, events: Ints) -> Ints:
        """What one draft wrote, in the small plan's numbering."""
        rows = batches.bars_of(events, self.bars.lengths, self.bars.chords).notes
        rows[:, BAR] = self.page.scene.bar
        return rows if self.page.given is None else np.concatenate([self.page.given, rows])
