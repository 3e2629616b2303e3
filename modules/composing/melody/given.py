"""A melody that somebody brought along: used as it is, and what had to be left out of it said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from models.errors import Invalid
from modules.composing.melody.candidate import Candidate, MelodyNote, phrases_of
from modules.composing.scores import standing

if TYPE_CHECKING:
    from modules.composing.bars import Floats
    from modules.composing.melody.backing import Backing, Listened
    from modules.score.score import Score, Track

START, END, PITCH = range(3)
_TOGETHER: Final = 0.03
"""Seconds within which notes count as struck together."""
_SHORTEST: Final = 0.05


class NoMelody(Invalid):
    code = "melody.none_given"
    title = "There is no melody in this file"


def given_melody(heard: Listened, score: Score) -> Candidate:
    """The melody of a MIDI file over a backing, at the file's own times: its singer's track or the highest one.

    Raises NoMelody, and what `backing` does.
    """
    backing = heard.backing()
    track = _singer(score)
    notes = np.array([(note.start, note.end, note.pitch) for note in track.notes], dtype=float)
    notes[:, :2] = score.tempo_map.seconds(notes[:, :2])
    line, remarks = _one_line(notes)
    kept, cut = _within(line, backing)
    if not len(kept):
        raise NoMelody(
            "Its notes begin after the backing has ended.",
            field="melody",
            next_step="Send a melody that begins with the backing.",
        )
    if len(score.tracks) > 1:
        remarks.insert(0, f'The track "{track.name}" is sung; the other tracks of the melody file are left out.')
    found = _placed(kept, backing)
    starts = np.array([(round(4 * note.beat), round(4 * note.beats), note.pitch) for note in found]).reshape(-1, 3)
    reasons = ("It was given, and is sung as it is.",)
    return Candidate(found, 1, 1.0, phrases_of(starts), reasons, (*remarks, *cut))


def _singer(score: Score) -> Track:
    playing = [track for track in score.tracks if track.notes and not track.is_drum]
    if not playing:
        raise NoMelody(
            "It has no notes with a pitch.", field="melody", next_step="Send a MIDI file with a melody, or none at all."
        )
    return max(playing, key=lambda track: (standing(track.name.lower()), _height(track)))


def _height(track: Track) -> float:
    return float(np.mean([note.pitch for note in track.notes]))


def _one_line(notes: Floats) -> tuple[Floats, list[str]]:
    """(the highest of what begins together, each until the next begins; what that left out)."""
    notes = notes[np.lexsort((-notes[:, PITCH], notes[:, START]))]
    kept: list[Floats] = []
    for note in notes:
        if kept and note[START] - kept[-1][START] < _TOGETHER:
            if note[PITCH] > kept[-1][PITCH]:
                kept[-1] = note
        else:
            kept.append(note)
    line = np.array(kept)
    ends = line[:, END].copy()
    line[:-1, END] = np.minimum(ends[:-1], line[1:, START])
    line[:, END] = np.maximum(line[:, END], line[:, START] + _SHORTEST)
    left = len(notes) - len(line)
    return line, [f"The melody had chords: their top line is sung, {left} notes below it are not."] if left else []


def _within(line: Floats, backing: Backing) -> tuple[Floats, tuple[str, ...]]:
    end = float(backing.seconds[-1])
    kept = line[line[:, START] < end - _SHORTEST].copy()
    kept[:, END] = np.minimum(kept[:, END], end)
    lost = len(line) - len(kept)
    told = f"The melody is longer than the backing: {lost} notes after {end:.1f} seconds are not sung."
    return kept, (told,) if lost else ()


def _placed(line: Floats, backing: Backing) -> tuple[MelodyNote, ...]:
    """With beats beside seconds: where in the score of the backing each note lies."""
    places = np.interp(line[:, :2], backing.seconds, np.arange(len(backing.seconds))) / 4 + backing.first
    return tuple(
        MelodyNote(
            beat=round(float(begin), 4),
            beats=round(float(end - begin), 4),
            start=round(float(note[START]), 4),
            seconds=round(float(note[END] - note[START]), 4),
            pitch=int(note[PITCH]),
        )
        for note, (begin, end) in zip(line, places, strict=True)
    )
