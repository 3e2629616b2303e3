"""What is seen of a song: chords over the waveform, the melody under it, and the sections, to scale."""

from collections.abc import Iterator, Sequence
from html import escape
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt

from models.hearing import Hearing
from modules.audio.clip import Samples
from modules.composing.chords import ROOTS
from modules.voice.words.melody import MelodyNote

WIDE, HIGH = 1400, 420
_EDGE, _TITLE = 12, 30
_CHORDS, _WAVE, _NOTES, _SECTIONS = (36, 70), (78, 228), (236, 372), (380, 410)
_POINTS: Final = 1400
_PAPER, _INK, _SOUND, _SUNG = "#fbfaf7", "#26323a", "#9fb4bd", "#c2413b"
_SHADES: Final = ("#e8d8b4", "#bcd3c4", "#c9c5e3", "#e5c3c3", "#bcd6e6", "#dfe3b8")
_ROOM: Final = 26
"""Units that a chord's name needs."""


def picture_of(facts: Hearing, notes: Sequence[MelodyNote], mix: Samples, title: str) -> str:
    """SVG; the same for the same song."""
    seconds = max(facts.seconds, 0.1)
    drawn = _Drawing(seconds)
    looks = f'role="img" font-family="sans-serif" font-size="12" fill="{_INK}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {HIGH}" {looks}>',
        f"<title>{escape(title)}</title>",
        f'<rect width="{WIDE}" height="{HIGH}" fill="{_PAPER}"/>',
        f'<text x="{_EDGE}" y="{_TITLE - 8}" font-size="15">{escape(_headline(facts, title))}</text>',
        *drawn.sections(facts),
        *drawn.chords(facts),
        drawn.wave(mix),
        *drawn.downbeats(facts),
        *drawn.melody(notes),
        "</svg>\n",
    ]
    return "\n".join(parts)


def _headline(facts: Hearing, title: str) -> str:
    told = [title, f"{facts.seconds:.0f} s"]
    if facts.beats:
        told.append(f"{facts.tempo:.1f} beats a minute, {facts.metre[0]}/{facts.metre[1]}")
    if facts.key:
        told.append(f"{facts.key.tonic} {facts.key.mode}")
    return " · ".join(told)


class _Drawing:
    """Seconds become places."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._scale = (WIDE - 2 * _EDGE) / seconds

    def _x(self, moment: float) -> float:
        return round(_EDGE + min(max(moment, 0.0), self._seconds) * self._scale, 1)

    def _box(self, start: float, end: float, rows: tuple[float, float], fill: str, rest: str = "") -> str:
        x, width = self._x(start), round(self._x(end) - self._x(start), 1)
        return (
            f'<rect x="{x}" y="{rows[0]}" width="{width}" height="{round(rows[1] - rows[0], 1)}" fill="{fill}"{rest}/>'
        )

    def sections(self, facts: Hearing) -> Iterator[str]:
        for section in facts.sections:
            shade = _SHADES[(ord(section.label[:1] or "A") - ord("A")) % len(_SHADES)]
            yield self._box(section.start, section.end, (_WAVE[0], _NOTES[1]), shade, ' fill-opacity="0.25"')
            yield self._box(section.start, section.end, _SECTIONS, shade)
            middle = self._x((section.start + section.end) / 2)
            yield f'<text x="{middle}" y="{_SECTIONS[1] - 10}" text-anchor="middle">{escape(section.label)}</text>'

    def chords(self, facts: Hearing) -> Iterator[str]:
        """Named where there is room for it."""
        for chord in facts.chords:
            if chord.name == "N":
                continue
            name = chord.name.replace(":maj", "").replace(":min", "m").replace(":", "")
            faint = f' fill-opacity="{0.3 + 0.5 * chord.sure:.2f}"'
            yield self._box(chord.start, chord.end, _CHORDS, _colour(chord.name), faint)
            left, right = self._x(chord.start), self._x(chord.end)
            if right - left >= _ROOM:
                middle, low = (left + right) / 2, _CHORDS[1] - 12
                yield f'<text x="{middle:.1f}" y="{low}" text-anchor="middle">{escape(name)}</text>'

    def wave(self, mix: Samples) -> str:
        heights = _outline(mix)
        middle, half = sum(_WAVE) / 2, (_WAVE[1] - _WAVE[0]) / 2
        places = _EDGE + np.arange(len(heights)) * (WIDE - 2 * _EDGE) / max(len(heights) - 1, 1)
        over = [f"{x:.1f},{middle - half * high:.1f}" for x, high in zip(places, heights, strict=True)]
        under = [f"{x:.1f},{middle + half * high:.1f}" for x, high in zip(places[::-1], heights[::-1], strict=True)]
        return f'<polygon points="{" ".join(over + under)}" fill="{_SOUND}"/>'

    def downbeats(self, facts: Hearing) -> Iterator[str]:
        for beat in facts.downbeats:
            x = self._x(beat)
            yield f'<path d="M{x} {_WAVE[0]}V{_NOTES[1]}" stroke="{_INK}" stroke-opacity="0.18" stroke-width="0.7"/>'

    def melody(self, notes: Sequence[MelodyNote]) -> Iterator[str]:
        low, high = min(note.pitch for note in notes) - 1, max(note.pitch for note in notes) + 1
        row = (_NOTES[1] - _NOTES[0]) / (high - low + 1)
        for note in notes:
            top = _NOTES[0] + (high - note.pitch) * row
            yield self._box(note.start, note.end, (round(top, 1), round(top + max(row - 1, 2), 1)), _SUNG, ' rx="1.5"')


def _outline(mix: Samples) -> npt.NDArray[np.float64]:
    """[points] how far the sound reaches, 1 where it is loudest."""
    edges = np.linspace(0, len(mix), min(_POINTS, max(len(mix), 1)) + 1).astype(int)
    found = np.array([float(np.abs(mix[a:b]).max(initial=0.0)) for a, b in pairwise(edges)])
    return found / max(float(found.max(initial=0.0)), 1e-6)


def _colour(chord: str) -> str:
    """Fifths lie beside each other in colour."""
    root = ROOTS.index(chord.partition(":")[0])
    return f"hsl({root * 7 % 12 * 30}, 55%, 70%)"
