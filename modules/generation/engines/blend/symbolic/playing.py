"""Who plays a blend: the style made of both bands, and the voices of bass and drums, which follow the tracks' own."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from modules.composing.arranging.arrangement import Arrangement, Voice, in_order
from modules.composing.arranging.arranger import assigned
from modules.composing.arranging.clarity import clarified
from modules.composing.arranging.ending import close_piece
from modules.composing.arranging.grooves import CLOSED, KICK, SNARE
from modules.composing.arranging.voicing import ROOTS, TONES
from modules.composing.bars import Bars, Ints
from modules.composing.planning.metre import SIXTEENTH
from modules.composing.planning.plan import Plan
from modules.composing.styles.style import Player, Style
from modules.generation.engines.blend.symbolic.band import Band
from modules.generation.engines.blend.symbolic.pattern import Pattern
from modules.generation.engines.blend.symbolic.theme import BASS

_BANDS: Final = (KICK, SNARE, CLOSED)
_HIT: Final = 120
_HARD: Final = 0.55
_PIANOS: Final = range(8)
_LOWEST, _HIGHEST = 26, 38
"""Between these lies the lowest note of a bass, which moves in the octave above it."""
_DRUMS: Final = Player("drums", "Drums", (0,), 0, 127, volume=92)


def style_of(band: Band, pattern: Pattern) -> Style:
    """The players of both bands as one style; those without an instrument, or without notes, are not there."""
    players = []
    if band.melody is not None:
        players.append(Player("melody", "Melody", (band.melody,), 57, 96, volume=106))
    players.append(Player("chords", "Chords", (band.chords,), 45, 84, volume=88))
    if band.pad is not None:
        players.append(Player("pad", "Pad", (band.pad,), 46, 74, enters=0.5, volume=62))
    return Style(
        name="blend",
        about="Players like those of the two tracks.",
        tempo=110.0,
        slower=0.75,
        faster=0.42,
        form="song",
        likeness="other",
        players=tuple(players),
        kit="pop",
        pedal=band.chords in _PIANOS and not pattern.drums.any(),
    )


def arranged(plan: Plan, material: Bars, band: Band, pattern: Pattern, rng: np.random.Generator) -> Arrangement:
    """Everybody's notes, up to the last chord together."""
    voices = assigned(plan, material, rng)
    voices += [*_bass(plan, band, pattern), *_drums(plan, pattern)]
    closed = []
    for voice in voices:
        rows = voice.notes
        if plan.bars > 1:
            rows = in_order(close_piece(plan, voice.player, rows))
        if len(rows):
            closed.append(Voice(voice.player, voice.program, rows))
    pitched = any(voice.player.role != "drums" for voice in closed)
    return Arrangement(tuple(clarified(plan, closed) if pitched else closed))


def _bass(plan: Plan, band: Band, pattern: Pattern) -> list[Voice]:
    """Root, third or fifth as in the tracks, over the chords of the piece."""
    rhythm = pattern.rhythms[BASS]
    if not rhythm.any() or band.bass is None or pattern.low is None:
        return []
    low = int(np.clip(round(pattern.low) - 6, _LOWEST, _HIGHEST))
    length = plan.metre.length
    rows = []
    for bar, written in enumerate(plan.source.tolist()):
        for slot in np.flatnonzero(rhythm[written]).tolist():
            chord = int(plan.chords[bar, min(slot // 4, 3)])
            key = int(ROOTS[chord]) + _tone(chord, int(pattern.basses[written, slot])) + int(plan.shifts[bar])
            pitch = low + (key - low) % 12
            start = (bar * length + slot) * SIXTEENTH
            end = min(start + int(rhythm[written, slot]) * SIXTEENTH, plan.bars * plan.metre.ticks)
            rows.append((start, end, pitch, plan.metre.accents[slot], bar))
    player = Player("bass", "Bass", (band.bass,), low, low + 11, volume=100)
    return [Voice(player, band.bass, _one_at_a_time(in_order(_table(rows))))]


def _tone(chord: int, interval: int) -> int:
    """That interval above the root where the chord has it, the chord's own third for a third, else the root."""
    root = int(ROOTS[chord])
    choices = (3, 4) if interval in (3, 4) else (interval,)
    return next((one for one in choices if TONES[chord, (root + one) % 12]), 0)


def _one_at_a_time(rows: Ints) -> Ints:
    if len(rows) > 1:
        rows[:-1, 1] = np.minimum(rows[:-1, 1], np.maximum(rows[1:, 0], rows[:-1, 0] + 1))
    return rows


def _drums(plan: Plan, pattern: Pattern) -> list[Voice]:
    rows = []
    for bar, written in enumerate(plan.source.tolist()):
        for band, slot in np.argwhere(pattern.drums[written] > 0).tolist():
            start = (bar * plan.metre.length + slot) * SIXTEENTH
            hard = 3 if pattern.drums[written, band, slot] >= _HARD else 1
            rows.append((start, start + _HIT, _BANDS[band], hard, bar))
    return [Voice(_DRUMS, 0, in_order(_table(rows)))] if rows else []


def _table(rows: Sequence[tuple[int, ...]]) -> Ints:
    return np.array(rows, dtype=np.int64).reshape(-1, 5)
