"""The door to the composing network for streams: one bar at a time, several drafts of it, after the bars before."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import numpy as np
import torch

from modules.composing import batches, controls, latents, network
from modules.composing.architecture import Memory
from modules.composing.bars import (
    ACCOMPANIMENT,
    BAR,
    MELODY,
    PART,
    SLOTS,
    Bars,
    Floats,
    Ints,
)
from modules.composing.controls import FEATURES, STYLES, Controls, features
from modules.composing.decoding import Chance, Pen, Taste
from modules.composing.layers import angles
from modules.live.composing.page import Page
from modules.live.composing.scene import Scene, rows_of

DRAFTS: Final = 4
"""Always as many side by side: what is written does not depend on anything else."""
CONTEXT: Final = 4
"""Bars before that the network is told."""
_TASTE: Final = Taste(temperature=0.9)
_NEAREST: Final = 20
_STRAY: Final = 0.2
_KIN: Final = 0.4
_MOVED: Final = 0.25
"""A mood so far from that of the phrase whose latents are used that only its melody counts."""
_START, _NETWORK = 41, 42


class Networked:
    """The network with its bank of phrases."""

    def __init__(self, folder: Path) -> None:
        self.composer = network.load(folder / "composer.safetensors")
        self.bank = latents.load(folder / "bank.npz")

    def phrase(self, scene: Scene, rng: np.random.Generator) -> int:
        """One of the bank's that suit mood, tempo, mode and style."""
        bank = self.bank
        far = np.linalg.norm(bank.mood - np.array(scene.mood), axis=1)
        far += 0.5 * np.abs(np.log2(bank.tempo / scene.tempo))
        far += 1.0 * (bank.mode != scene.mode)
        far += 0.4 * (bank.style != STYLES.index(scene.style.likeness))
        far += 2.0 * (bank.lengths != scene.metre.length).mean(axis=1)
        nearest = np.argsort(far, kind="stable")[:_NEAREST]
        return int(nearest[rng.integers(len(nearest))])

    def write(self, page: Page) -> list[Ints]:
        with one_thread(), torch.inference_mode():
            return _Sheet(self, page).drafts()

    def start(self, page: Page) -> Floats:
        """[latent] what the bar starts from; NaN in the columns of a part that only the mood decides."""
        place, theme, bank = page.scene.place, page.theme, self.bank
        rng = np.random.default_rng((page.scene.before.seed, _START, ord(place.kind), place.cycle))
        phrase = bank.latents[theme.phrase]
        if page.kin is not None and page.kin.phrase >= 0:
            phrase = latents.interpolate(bank.latents[page.kin.phrase], phrase, _KIN)
        found = latents.nearby(phrase, _STRAY, rng, bank.scale)[place.bar % len(phrase)]
        if abs(float(bank.mood[theme.phrase, 1]) - page.scene.mood.arousal) > _MOVED:
            found[self.composer.columns[ACCOMPANIMENT]] = np.nan
        return np.asarray(found)


class _Sheet:
    """One bar being written: the bars before it, itself, and an empty one after."""

    def __init__(self, by: Networked, page: Page) -> None:
        self.by, self.page, self.network = by, page, by.composer.network
        recent = page.scene.before.recent[-CONTEXT:]
        self.at = len(recent)
        rows = [rows_of(one.notes, index) for index, one in enumerate(recent)]
        chords = [list(one.chords) for one in recent]
        chords += page.scene.chords[page.scene.bar : page.scene.bar + 2].tolist()
        lengths = np.full(len(chords), SLOTS)
        notes = np.concatenate(rows) if rows else np.zeros((0, 5), dtype=np.int64)
        self.bars = Bars(notes, lengths, np.array(chords, dtype=np.int64))
        self.parts = () if page.given is None else (MELODY,)

    def drafts(self) -> list[Ints]:
        wished = self._wishes()
        silent = torch.from_numpy(wished.density == 0)
        allowed = ~silent[None].repeat(DRAFTS, 1, 1)
        allowed[..., list(self.parts)] = False
        memory = self._memory(wished)
        many = Memory(*(one.expand(DRAFTS, *one.shape[1:]) for one in memory))
        lengths = np.tile(self.bars.lengths, (DRAFTS, 1))
        pen = Pen(self.network, many, lengths, np.full(DRAFTS, self.at + 1), allowed)
        step = self._prime(pen)
        chance = Chance([(*self.page.seed, _NETWORK, draft) for draft in range(DRAFTS)])
        events: list[torch.Tensor] = []
        while not bool(pen.done.all()):
            events.append(pen.write(step, chance.draw(len(events)), _TASTE))
            step += 1
        return [self._rows(row) for row in torch.stack(events, dim=1).numpy()]

    def _wishes(self) -> Controls:
        """The bars before as they are, then as the scene wishes."""
        scene = self.page.scene
        after = scene.wishes.window(scene.bar, 2)
        if not self.at:
            return after
        before = controls.measure(self.bars.window(0, self.at), scene.tempo, scene.mode, np.nan)
        return Controls(*(np.concatenate([getattr(before, name), getattr(after, name)]) for name in vars(after)))

    def _memory(self, wished: Controls) -> Memory:
        count = len(self.bars)
        known = np.full((1, count, self.by.composer.latent), np.nan, dtype=np.float32)
        if self.page.theme.phrase >= 0:
            known[0, self.at] = self.by.start(self.page)
        choices = features(wished, self.bars.lengths, self.parts).reshape(1, count, FEATURES)
        there = batches.cells([self._given()], by_part=False)
        tensors = map(torch.from_numpy, (known, choices, self.bars.chords[None], *there))
        latent, wish, chord, where, what = tensors
        return self.network.remember(latent, wish, chord, (where, what))

    def _given(self) -> Bars:
        """The notes that are there and need not be written: the melody, where there is one."""
        if self.page.given is None:
            return Bars(self.bars.notes[:0], self.bars.lengths, self.bars.chords)
        mine = self.page.given.copy()
        mine[:, BAR] = self.at
        notes = np.concatenate([self.bars.only([MELODY]).notes, mine])
        return Bars(notes, self.bars.lengths, self.bars.chords)

    def _prime(self, pen: Pen) -> int:
        """Let the pen remember the bars before, as if it had written them; the step it goes on from."""
        written = batches.events(self.bars.without(list(self.parts)).window(0, self.at)) if self.at else _NOTHING
        events = torch.from_numpy(written)
        count = len(events)
        pen.event = pen.event.clone()
        pen.event[:, 0] = self.at
        if not count:
            return 0
        bar, slot = events[:, 0], events[:, 1]
        turn = angles(bar * SLOTS + slot, torch.arange(count))[None, :, None]
        cosine, sine = turn.cos(), turn.sin()
        condition, states = pen.recalled[0, bar, slot][None], self.network.embed(events)[None]
        for layer, block in enumerate(self.network.stack):
            told = states + condition * block.taste
            query, key, value = block.project(told, cosine, sine)
            pen.keys[layer, ..., :count] = key[0].permute(1, 2, 0)
            pen.values[layer, ..., :count, :] = value[0].transpose(0, 1)
            states = block.feed(told + block.out(block.attend(query, key, value)))
        pen.seen_bar[:, :count] = bar
        return count

    def _rows(self, events: Ints) -> Ints:
        """What one draft wrote, in the small plan's numbering."""
        kept = events[(events[:, PART] >= 0) & (events[:, PART] < len(self.by.composer.columns))]
        rows = batches.bars_of(kept, self.bars.lengths, self.bars.chords).notes
        rows[:, BAR] = self.page.scene.bar
        return rows if self.page.given is None else np.concatenate([self.page.given, rows])


_NOTHING: Final = np.zeros((0, 5), dtype=np.int64)


@contextmanager
def one_thread() -> Iterator[None]:
    """Sums in the same order whatever the machine: the notes must not depend on how many threads there are."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)
