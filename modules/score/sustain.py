"""What the sustain pedal does to notes: synthesisers that ignore the pedal get the lengths it makes."""

from bisect import bisect_right
from dataclasses import replace
from itertools import pairwise

from modules.score.score import SUSTAIN, Note, Track

DOWN = 64
"""A pedal of this value or more is down."""


def sustained(track: Track) -> Track:
    """The same track without a pedal: each note rings until the pedal comes up or its key is struck again."""
    spans = _pedal_spans(track)
    if not spans or track.is_drum:
        return track
    downs, again = [down for down, _ in spans], _struck_again(track.notes)
    notes = tuple(_held(note, spans, downs, again.get((note.pitch, note.start))) for note in track.notes)
    controls = tuple(control for control in track.controls if control.number != SUSTAIN)
    return replace(track, notes=notes, controls=controls)


def _pedal_spans(track: Track) -> list[tuple[int, int]]:
    """From where to where the pedal is down; one left down at the end comes up with the last note."""
    spans, since = [], None
    for control in track.controls:
        if control.number != SUSTAIN:
            continue
        if control.value >= DOWN and since is None:
            since = control.tick
        elif control.value < DOWN and since is not None:
            spans.append((since, control.tick))
            since = None
    return spans if since is None else [*spans, (since, max(track.end, since))]


def _struck_again(notes: tuple[Note, ...]) -> dict[tuple[int, int], int]:
    """By pitch and start: when the same key goes down next."""
    by_pitch: dict[int, list[int]] = {}
    for note in notes:
        by_pitch.setdefault(note.pitch, []).append(note.start)
    return {(pitch, this): then for pitch, starts in by_pitch.items() for this, then in pairwise(starts) if then > this}


def _held(note: Note, spans: list[tuple[int, int]], downs: list[int], again: int | None) -> Note:
    index = bisect_right(downs, note.end) - 1
    if index < 0 or spans[index][1] <= note.end:
        return note
    end = spans[index][1] if again is None else min(spans[index][1], again)
    return note._replace(end=max(end, note.end))
