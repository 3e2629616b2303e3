"""The last chord of a piece: everybody who plays arrives together and holds to the exact end."""

import numpy as np

from modules.composing.arranging.arrangement import COLUMNS, END, HELD, KEY, START
from modules.composing.arranging.grooves import CRASH, KICK
from modules.composing.arranging.voicing import ROOTS, close, fold, nearest_tone
from modules.composing.bars import Ints
from modules.composing.planning.plan import Plan
from modules.composing.styles.style import Player


def close_piece(plan: Plan, player: Player, notes: Ints) -> Ints:
    """The notes of a voice with the last bar replaced by its share of the last chord."""
    begin = (plan.bars - 1) * plan.metre.ticks
    before = notes[notes[:, START] < begin].copy()
    before[:, END] = np.minimum(before[:, END], begin)
    plays = len(notes) and int(notes[:, START].max()) >= begin - 2 * plan.metre.ticks
    pitches = _share(plan, player, before) if plays else []
    held = [(begin, plan.end, pitch, HELD, plan.bars - 1) for pitch in pitches]
    return np.concatenate([before, np.array(held, dtype=np.int64).reshape(-1, COLUMNS)])


def _share(plan: Plan, player: Player, before: Ints) -> list[int]:
    shift = int(plan.shifts[-1])
    chord = int(plan.chords[-1, 0])
    if player.role == "drums":
        return [KICK, CRASH] if plan.style.kit != "lofi" else [KICK]
    if player.role == "bass":
        return fold(np.array([ROOTS[chord] + shift]), player.low, player.high).tolist()
    if player.role in ("melody", "double", "counter"):
        last = int(before[-1, KEY]) if len(before) else (player.low + player.high) // 2
        tonic = int(ROOTS[chord]) + shift
        if player.role == "counter":
            return fold(np.array([nearest_tone(last - shift, chord) + shift]), player.low, player.high).tolist()
        return fold(np.array([last + (tonic - last + 6) % 12 - 6]), player.low, player.high).tolist()
    middle = (player.low + player.high) // 2 - 5
    tones = [pitch + shift for pitch in close(chord, middle)]
    if player.pattern == "hands":
        tones.append(int(fold(np.array([ROOTS[chord] + shift]), player.low, player.low + 11)[0]))
    return fold(np.array(tones, dtype=np.int64), player.low, player.high).tolist()
