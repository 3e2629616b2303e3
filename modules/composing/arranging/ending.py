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
    tonic = int(ROOTS[plan.chords[-1, 0]]) + int(plan.shifts[-1])
    if player.role == "drums":
        return [KICK] if plan.style.kit == "lofi" else [KICK, CRASH]
    if player.role == "bass":
        return _inside(player, [tonic])
    last = int(before[-1, KEY]) if len(before) else (player.low + player.high) // 2
    if player.role in ("melody", "double"):
        return _inside(player, [last + (tonic - last + 6) % 12 - 6])
    return _inside(player, _tones(plan, player, last))


def _tones(plan: Plan, player: Player, last: int) -> list[int]:
    """A counter-line goes to the nearest tone; chords are struck whole, with the root below where a hand has both."""
    shift, chord = int(plan.shifts[-1]), int(plan.chords[-1, 0])
    if player.role == "counter":
        return [nearest_tone(last - shift, chord) + shift]
    tones = [pitch + shift for pitch in close(chord, (player.low + player.high) // 2 - 5 - shift)]
    return [player.low + (tones[0] - player.low) % 12, *tones] if player.pattern == "hands" and tones else tones


def _inside(player: Player, pitches: list[int]) -> list[int]:
    inside: list[int] = fold(np.array(pitches, dtype=np.int64), player.low, player.high).tolist()
    return inside
