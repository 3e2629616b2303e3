"""`arrange` gives a plan and its material to the players of the style: who plays what, where, and how high."""

from dataclasses import replace
from typing import Final

import numpy as np

from modules.composing.arranging import harmony_parts
from modules.composing.arranging.arrangement import END, IN_BAR, KEY, START, Arrangement, Voice, in_order
from modules.composing.arranging.bass import bass
from modules.composing.arranging.clarity import clarified
from modules.composing.arranging.drums import drums
from modules.composing.arranging.ending import close_piece
from modules.composing.arranging.thinning import thinned
from modules.composing.arranging.unfolding import unfold
from modules.composing.arranging.variation import varied
from modules.composing.arranging.voicing import TONES, settle
from modules.composing.bars import ACCOMPANIMENT, BAR, BRIDGE, DURATION, MELODY, PART, PITCH, SLOT, Bars, Floats, Ints
from modules.composing.planning.form import INTRO
from modules.composing.planning.metre import SIXTEENTH
from modules.composing.planning.plan import Plan
from modules.composing.styles.style import Player

_PART: Final = {"melody": MELODY, "double": MELODY, "counter": BRIDGE, "chords": ACCOMPANIMENT}
_ABOVE_BASS: Final = 47
_RESTLESS: Final = 0.14
"""How much more arousal moves those who play than how many play."""
_HIT: Final = 120
"""Ticks of a drum's note."""


def arrange(plan: Plan, material: Bars, rng: np.random.Generator) -> Arrangement:
    """Every player's notes. material: the written bars of the plan, by the network or by `draft`."""
    voices = []
    for voice in assigned(plan, material, rng):
        rows = voice.notes
        if not plan.loop and plan.bars > 1:
            rows = in_order(close_piece(plan, voice.player, rows))
        if len(rows):
            voices.append(replace(voice, notes=rows))
    return Arrangement(tuple(clarified(plan, voices)))


def assigned(plan: Plan, material: Bars, rng: np.random.Generator) -> list[Voice]:
    """Who plays what before the piece is closed: a voice for every player of the style, also for those who rest."""
    notes = varied(plan, thinned(plan, unfold(plan, material), rng), rng)
    levels = levels_of(plan)
    voices = []
    for player in plan.style.players:
        program = player.programs[int(rng.integers(len(player.programs)))]
        rows = _drums(plan, player, levels, rng) if player.role == "drums" else _pitched(plan, player, notes, levels)
        voices.append(Voice(player, program, in_order(rows)))
    return voices


def levels_of(plan: Plan) -> Ints:
    """[bars] 0..3, how much bass, drums and figures move; the same through a section."""
    wanted = _by_section(plan, plan.intensity + _RESTLESS * plan.moods[:, 1])
    return np.asarray(np.clip(np.floor(4 * wanted), 0, 3), dtype=np.int64)


def _by_section(plan: Plan, values: Floats) -> Floats:
    means = [values[section.start : section.end].mean() for section in plan.sections]
    return np.repeat(means, [section.bars for section in plan.sections])


def playing(plan: Plan, player: Player) -> Ints:
    """[bars] whether a player takes part: in a loop always, for its layers are switched while it plays."""
    if plan.loop:
        return np.ones(plan.bars, dtype=np.int64)
    there = _by_section(plan, plan.intensity) >= player.enters
    if player.role in ("melody", "double"):
        for section in plan.sections:
            there[section.start : section.end] &= section.letter != INTRO
    return there.astype(np.int64)


def _drums(plan: Plan, player: Player, levels: Ints, rng: np.random.Generator) -> Ints:
    hits = drums(plan, playing(plan, player), levels, rng)
    start = (hits[:, 0] * plan.metre.length + hits[:, 1]) * SIXTEENTH
    return np.asarray(np.stack([start, start + _HIT, hits[:, 2], hits[:, 3], hits[:, 0]], axis=1))


def _pitched(plan: Plan, player: Player, notes: Ints, levels: Ints) -> Ints:
    rows = _written(plan, player, notes, levels)
    rows = rows[(playing(plan, player)[rows[:, 0]] == 1) & (rows[:, 3] > 0)]
    bar, slot = rows[:, 0], rows[:, 1]
    start = (bar * plan.metre.length + slot) * SIXTEENTH
    end = np.minimum(start + rows[:, 3] * SIXTEENTH, plan.bars * plan.metre.ticks)
    accent = np.array(plan.metre.accents)[slot]
    pitch = settle(rows[:, 2] + player.transpose + plan.shifts[bar], player.low, player.high)
    found: Ints = np.stack([start, end, pitch, accent, bar], axis=1)
    if player.role == "bass":
        return found
    found = _within_chords(plan, found)
    return _one_at_a_time(found) if player.role in ("melody", "double", "counter") else found


def _written(plan: Plan, player: Player, notes: Ints, levels: Ints) -> Ints:
    """[notes, 4] bar, slot, pitch in C major or A minor, sixteenths."""
    if player.role == "bass":
        shift = int(plan.shifts[0])
        return bass(plan, player.pattern, levels, player.low - shift, player.high - shift)
    brighter = float(plan.moods[:, 0].mean()) * (3 if player.role == "pad" else 7)
    low = (player.low + player.high) // 2 - 6 - int(plan.shifts[0]) + round(brighter)
    if player.role == "pad":
        return harmony_parts.pad(plan, low)
    if player.pattern in ("arpeggio", "late"):
        figure = harmony_parts.arpeggio if player.pattern == "arpeggio" else harmony_parts.late
        return np.asarray(figure(plan, levels, low))
    part = notes[notes[:, PART] == _PART[player.role]]
    if player.role == "chords" and "bass" in plan.style.roles:
        part = part[part[:, PITCH] + plan.shifts[part[:, BAR]] >= _ABOVE_BASS]
    return np.asarray(part[:, [BAR, SLOT, PITCH, DURATION]])


def _within_chords(plan: Plan, notes: Ints) -> Ints:
    """No note sounds on into a chord that it does not belong to."""
    changes = np.array([start for start, _, _ in harmony_parts.spans(plan)] + [plan.bars * plan.metre.length])
    after = np.searchsorted(changes, notes[:, START] // SIXTEENTH, side="right")
    change = changes[np.minimum(after, len(changes) - 1)]
    bar, slot = np.divmod(np.minimum(change, plan.bars * plan.metre.length - 1), plan.metre.length)
    chord = plan.chords[bar, np.minimum(slot // 4, 3)]
    belongs = TONES[chord, (notes[:, KEY] - plan.shifts[notes[:, IN_BAR]]) % 12] == 1
    cut = np.minimum(notes[:, END], change * SIXTEENTH)
    notes[:, END] = np.where(belongs, notes[:, END], cut)
    return notes


def _one_at_a_time(notes: Ints) -> Ints:
    """Notes end where the next ones begin."""
    onsets = np.unique(notes[:, START])
    following = np.searchsorted(onsets, notes[:, START], side="right")
    limit = np.append(onsets, np.iinfo(np.int64).max)[following]
    notes[:, END] = np.minimum(notes[:, END], limit)
    return notes
