"""Who sings along: a second take of the same voice, and a line a third or a sixth away inside the key."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, Literal

from modules.voice.sung import SungNote
from modules.voice.voices import Voice

Interval = Literal["third above", "third below", "sixth above", "sixth below"]
_STEPS: Final[dict[str, int]] = {"third above": 2, "third below": -2, "sixth above": 5, "sixth below": -5}
"""How many steps of the scale away."""
MAJOR: Final = (0, 2, 4, 5, 7, 9, 11)
MINOR: Final = (0, 2, 3, 5, 7, 8, 10)


def scale_of(tonic: int, *, minor: bool) -> tuple[int, ...]:
    """The seven pitch classes of a key, from its tonic."""
    return tuple((tonic + step) % 12 for step in (MINOR if minor else MAJOR))


def harmony_line(
    notes: Sequence[SungNote],
    scale: Sequence[int],
    interval: Interval = "third below",
    chords: Sequence[tuple[float, float, Sequence[int]]] = (),
) -> list[SungNote]:
    """The same words and times, so many steps away; chords: (start, end, pitch classes), where known.

    A note outside the scale keeps its distance from the step below it. On a chord, the nearest of its tones within a
    whole tone is taken, so that the line clashes with nothing that is held.
    """
    return [replace(note, pitch=_beside(note, scale, _STEPS[interval], chords)) for note in notes]


def double_of(voice: Voice) -> Voice:
    """The same singer on another take: a little nearer to the microphone, with a calmer vibrato."""
    return replace(voice, tract=voice.tract * 1.015, breath=min(voice.breath + 0.03, 1.0), vibrato=0.85 * voice.vibrato)


def _beside(
    note: SungNote, scale: Sequence[int], steps: int, chords: Sequence[tuple[float, float, Sequence[int]]]
) -> int:
    ladder = [pitch for pitch in range(note.pitch - 24, note.pitch + 25) if pitch % 12 in set(scale)]
    below = max(at for at, pitch in enumerate(ladder) if pitch <= note.pitch)
    wished = ladder[below + steps] + (note.pitch - ladder[below])
    tones = next((set(tones) for start, end, tones in chords if start <= note.start < end), None)
    if not tones or note.seconds < 0.25:
        return wished
    near = [pitch for pitch in range(wished - 2, wished + 3) if pitch % 12 in tones and pitch != note.pitch]
    return min(near, key=lambda pitch: (abs(pitch - wished), pitch)) if near else wished
