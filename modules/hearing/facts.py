"""What was heard, told as clients see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.hearing import HeardChord, HeardKey, HeardNote, HeardRange, HeardSection, HeardTempo, Hearing
from modules.composing.chords import ROOTS

if TYPE_CHECKING:
    from modules.hearing.findings import KeySpan, Section
    from modules.hearing.heard import Heard
    from modules.hearing.sound import Floats


def hearing_of(heard: Heard) -> Hearing:
    """Milliseconds are as fine as it gets."""
    time, character, parts = heard.time, heard.character, heard.parts
    return Hearing(
        origin=heard.origin,
        nature=heard.nature,
        seconds=_fine(heard.seconds),
        tempo=_fine(time.tempo),
        tempo_map=[HeardTempo(start=_fine(start), bpm=_fine(bpm)) for start, bpm in time.tempo_map],
        steady=time.steady,
        metre=time.metre,
        beats=[_fine(beat) for beat in time.beats],
        downbeats=[_fine(time.beats[beat]) for beat in time.downbeats],
        key=_key(heard.key) if heard.key else None,
        keys=[_key(span) for span in heard.keys],
        chords=[HeardChord(start=_fine(a), end=_fine(b), name=n, sure=_share(s)) for a, b, n, s in heard.chords],
        sections=[_section(section) for section in heard.sections],
        melody=_notes(parts.melody),
        bass=_notes(parts.bass),
        accompaniment=_notes(parts.accompaniment),
        drums=[[[_fine(step) for step in band] for band in beat] for beat in parts.drums.tolist()],
        loudness=_fine(character.loudness),
        brightness=_fine(character.brightness),
        density=_fine(character.density),
        energy=_share(character.energy),
        valence=_fine(character.valence),
        arousal=_fine(character.arousal),
        voice=_share(character.voice),
        free=HeardRange(lowest=character.free[0], highest=character.free[1]),
        sure={name: _share(value) for name, value in heard.sure.items()},
        notes=list(heard.remarks),
    )


def _fine(value: float) -> float:
    return round(float(value), 3)


def _share(value: float) -> float:
    return min(max(_fine(value), 0.0), 1.0)


def _key(span: KeySpan) -> HeardKey:
    start, end, tonic, mode, sure = span
    return HeardKey(start=_fine(start), end=_fine(end), tonic=ROOTS[tonic], mode=mode, sure=_share(sure))


def _section(section: Section) -> HeardSection:
    return HeardSection(
        start=_fine(section.start),
        end=_fine(section.end),
        label=section.label,
        sung=_share(section.sung),
        free=HeardRange(lowest=section.free[0], highest=section.free[1]),
        sure=_share(section.sure),
    )


def _notes(notes: Floats) -> list[HeardNote]:
    return [
        HeardNote(start=_fine(start), end=_fine(end), pitch=int(pitch), strength=_share(strength))
        for start, end, pitch, strength in notes.tolist()
    ]
