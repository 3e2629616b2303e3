"""`Band`: who plays a track: the instruments that a MIDI file names, or those that the analysis of a sound suggests."""

from collections import Counter
from dataclasses import dataclass, fields
from typing import Any, Final

import numpy as np

from modules.generation.engines.blend.symbolic.listening import Track
from modules.hearing.evidence import END, PITCH, START
from modules.hearing.midi import reading_of
from modules.hearing.sound import Floats

PIANO, ELECTRIC_PIANO, NYLON, JAZZ_GUITAR, CLEAN_GUITAR, DRIVEN = 0, 4, 24, 26, 27, 29
CONTRABASS, BASS_GUITAR, STRINGS, WARM_PAD, CLARINET, FLUTE = 32, 33, 48, 89, 71, 73
_SUSTAINED: Final = (range(16, 24), range(40, 46), range(48, 55), range(88, 96))
_HIGH: Final = 70
_DRUMMED: Final = 0.02


@dataclass(frozen=True)
class Band:
    """General MIDI programs; None where nobody plays that. drums: 1 where there are some."""

    melody: int | None
    chords: int
    bass: int | None
    pad: int | None
    drums: int | None


TURNS: Final = {"chords": 0.3, "pad": 0.45, "melody": 0.5, "drums": 0.55, "bass": 0.7}
"""At which share the second track's player takes over."""


def band_of(track: Track) -> Band:
    return _written(track) if track.score is not None else _suggested(track)


def blended(a: Band, b: Band, shares: dict[str, float]) -> Band:
    """Each player is one of theirs; who is missing in one of the bands is taken from the other, where notes remain."""
    found: dict[str, Any] = {}
    for field in fields(Band):
        role = field.name
        first, second = getattr(a, role), getattr(b, role)
        taken = second if shares[role] >= TURNS[role] else first
        found[role] = taken if role == "pad" or taken is not None else (first if first is not None else second)
    return Band(**found)


def _written(track: Track) -> Band:
    """Most of the notes of each part say whose part it is."""
    if track.score is None:
        return _suggested(track)
    reading = reading_of(track.score)
    owner = {
        (float(note[START]), int(note[PITCH])): int(index)
        for note, index in zip(reading.evidence.notes, reading.track, strict=True)
    }
    parts = track.heard.parts
    by_part = [_owners(_inside(notes, track), owner) for notes in (parts.melody, parts.accompaniment, parts.bass)]
    melody, chords, bass = (
        reading.players[counted.most_common(1)[0][0]].program if counted else None for counted in by_part
    )
    pads = [
        reading.players[index].program
        for index, _ in by_part[1].most_common(4)
        if any(reading.players[index].program in programs for programs in _SUSTAINED)
    ]
    pad = next((one for one in pads if one != chords), None)
    anybody = next((one for one in (chords, bass, melody) if one is not None), PIANO)
    return Band(melody, anybody, bass, pad, 1 if reading.drums and parts.drums.any() else None)


def _owners(notes: Floats, owner: dict[tuple[float, int], int]) -> Counter[int]:
    places = ((float(note[START]), int(note[PITCH])) for note in notes)
    return Counter(owner[place] for place in places if place in owner)


def _inside(notes: Floats, track: Track) -> Floats:
    start, end = track.inside
    kept = notes[(notes[:, START] >= start) & (notes[:, START] < end)]
    return kept if len(kept) else notes


def _suggested(track: Track) -> Band:
    """By brightness, by how long chords are held, by drums and by whether somebody sings."""
    heard = track.heard
    parts, character = heard.parts, heard.character
    drums = bool(len(parts.drums)) and float(parts.drums.mean()) > _DRUMMED
    chords = _chordal(character.brightness, drums=drums)
    height = float(parts.melody[:, PITCH].mean()) if len(parts.melody) else _HIGH
    sung = character.voice > 0.5
    melody = (FLUTE if height >= _HIGH else CLARINET) if sung else (JAZZ_GUITAR if drums else chords)
    held = _held(parts.accompaniment) > 1.0
    pad = (STRINGS if character.brightness > 900 else WARM_PAD) if held else None
    bass = BASS_GUITAR if drums else chords
    return Band(melody, chords, bass, pad, 1 if drums else None)


def _chordal(brightness: float, *, drums: bool) -> int:
    if brightness > 2600:
        return DRIVEN if drums else CLEAN_GUITAR
    if brightness > 1700:
        return CLEAN_GUITAR if drums else PIANO
    return ELECTRIC_PIANO if drums else PIANO if brightness > 500 else NYLON


def _held(notes: Floats) -> float:
    """Seconds that a note of the accompaniment lasts, the middle one."""
    return float(np.median(notes[:, END] - notes[:, START])) if len(notes) else 0.0
