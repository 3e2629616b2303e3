"""`Arrangement`: every player's notes as written, before anybody performs them; `Voice`, one of the players."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from modules.composing.bars import Ints
from modules.composing.styles.style import Player

START, END, KEY, ACCENT, IN_BAR = range(5)
COLUMNS: Final = 5
HELD: Final = 5
"""The accent of the last chord."""


@dataclass(frozen=True)
class Voice:
    """One track. notes: [notes, 5] start and end in ticks, sounding pitch, accent (0..4, 5 for the last chord), bar."""

    player: Player
    program: int
    notes: Ints

    @property
    def name(self) -> str:
        return self.player.name


@dataclass(frozen=True)
class Arrangement:
    """The players, and for games which of them are heard from which level of intensity on."""

    voices: tuple[Voice, ...]

    @property
    def layers(self) -> dict[int, tuple[str, ...]]:
        """Names of the tracks that join at each level, 1 the calmest."""
        levels = sorted({voice.player.layer for voice in self.voices})
        return {level: tuple(voice.name for voice in self.voices if voice.player.layer == level) for level in levels}


def in_order(notes: Ints) -> Ints:
    """By start, then pitch; of notes that strike a key twice at once the longer stays, overlaps of a key are cut."""
    notes = notes[np.lexsort((-notes[:, END], notes[:, START], notes[:, KEY]))]
    again = np.zeros(len(notes), dtype=bool)
    again[1:] = (notes[1:, KEY] == notes[:-1, KEY]) & (notes[1:, START] == notes[:-1, START])
    notes = notes[~again].copy()
    if len(notes) > 1:
        same = notes[1:, KEY] == notes[:-1, KEY]
        notes[:-1, END] = np.where(same, np.minimum(notes[:-1, END], notes[1:, START]), notes[:-1, END])
    sorted_notes: Ints = notes[np.lexsort((notes[:, KEY], notes[:, START]))]
    return sorted_notes
