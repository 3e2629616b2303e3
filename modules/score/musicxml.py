"""A score as MusicXML, for programs that print music: the same score gives the same bytes."""

from collections.abc import Callable, Iterator
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from modules.score.instruments import instrument_name
from modules.score.musicxml_marks import Marks
from modules.score.musicxml_notes import NoteWriter
from modules.score.notation import VOICES, Piece, Staff, staves_of
from modules.score.quantising import TICKS_PER_UNIT, UNITS, quantised
from modules.score.score import Key, Score, Track
from modules.score.spelling import signature_of
from modules.score.timeline import Bar, bars_of

_HEAD: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<!DOCTYPE score-partwise PUBLIC "-//Recordare//DTD MusicXML 4.0 Partwise//EN"'
    ' "http://www.musicxml.org/dtds/partwise.dtd">\n'
    '<score-partwise version="4.0">\n'
)
_DRUM_CHANNEL: Final = 10


def write_musicxml(score: Score, check: Callable[[], None] = lambda: None) -> bytes:
    """Whole bars in sixteenths and triplets, a part for every track; check is called at every bar."""
    bars = bars_of(score)
    lines = [_HEAD, f"<work><work-title>{escape(score.title or 'Untitled')}</work-title></work>\n"]
    lines.append("<identification><encoding><software>MuseAIka</software></encoding></identification>\n")
    lines += _part_list(score)
    for index, track in enumerate(score.tracks):
        check()
        lines.append(f'<part id="P{index + 1}">\n')
        lines += _part(score, index, track, bars, check)
        lines.append("</part>\n")
    lines.append("</score-partwise>\n")
    return "".join(lines).encode()


def _part_list(score: Score) -> Iterator[str]:
    yield "<part-list>\n"
    for index, track in enumerate(score.tracks):
        part, sound = f"P{index + 1}", instrument_name(track.program, is_drum=track.is_drum)
        yield f'<score-part id="{part}"><part-name>{escape(track.name or sound)}</part-name>\n'
        keys = sorted({note.pitch for note in track.notes}) if track.is_drum else [0]
        for key in keys:
            name = f"Drum {key}" if track.is_drum else sound
            yield f'<score-instrument id="{part}-I{key}"><instrument-name>{name}</instrument-name></score-instrument>\n'
        for key in keys:
            yield _midi_instrument(f"{part}-I{key}", track, index, key)
        yield "</score-part>\n"
    yield "</part-list>\n"


def _midi_instrument(instrument: str, track: Track, index: int, key: int) -> str:
    channel = _DRUM_CHANNEL if track.is_drum else [*range(1, 10), *range(11, 17)][index % 15]
    unpitched = f"<midi-unpitched>{key + 1}</midi-unpitched>" if track.is_drum else ""
    return (
        f"<midi-instrument id={quoteattr(instrument)}><midi-channel>{channel}</midi-channel>"
        f"<midi-program>{track.program + 1}</midi-program>{unpitched}</midi-instrument>\n"
    )


def _part(score: Score, index: int, track: Track, bars: list[Bar], check: Callable[[], None]) -> Iterator[str]:
    staves = staves_of(track, quantised(track, bars, check), bars, check)
    check()
    keys = signature_of(score)
    notes = NoteWriter(f"P{index + 1}", track, len(staves) > 1)
    marks = Marks(score, bars) if index == 0 else None
    before: Bar | None = None
    for number, bar in enumerate(bars):
        check()
        yield f'<measure number="{number + 1}">\n'
        notes.fifths = _key_at(keys, bar.start).fifths
        yield _attributes(track, staves, bar, before, _key_change(keys, bar, before))
        if marks is not None:
            yield from marks.of(number)
        yield from _music(staves, number, bar, notes)
        yield "</measure>\n"
        before = bar


def _key_at(keys: list[Key], tick: int) -> Key:
    return [key for key in keys if key.tick <= tick or key is keys[0]][-1]


def _key_change(keys: list[Key], bar: Bar, before: Bar | None) -> Key | None:
    key = _key_at(keys, bar.start)
    return key if before is None or key != _key_at(keys, before.start) else None


def _attributes(track: Track, staves: list[Staff], bar: Bar, before: Bar | None, key: Key | None) -> str:
    inside = []
    if before is None:
        inside.append(f"<divisions>{UNITS}</divisions>")
    if key is not None and not track.is_drum:
        inside.append(f"<key><fifths>{key.fifths}</fifths><mode>{key.mode}</mode></key>")
    if before is None or bar[2:] != before[2:]:
        inside.append(f"<time><beats>{bar.numerator}</beats><beat-type>{bar.denominator}</beat-type></time>")
    if before is None:
        inside.append(_clefs(track, staves))
    return f"<attributes>{''.join(inside)}</attributes>\n" if inside else ""


def _clefs(track: Track, staves: list[Staff]) -> str:
    treble, bass = "<sign>G</sign><line>2</line>", "<sign>F</sign><line>4</line>"
    if len(staves) > 1:
        return f'<staves>2</staves><clef number="1">{treble}</clef><clef number="2">{bass}</clef>'
    if track.is_drum:
        return "<clef><sign>percussion</sign></clef>"
    pitches = [note.pitch for note in track.notes] or [60]
    return f"<clef>{treble if sum(pitches) / len(pitches) >= 57 else bass}</clef>"


def _music(staves: list[Staff], number: int, bar: Bar, notes: NoteWriter) -> Iterator[str]:
    length = bar.ticks // TICKS_PER_UNIT
    position = 0
    for staff_number, staff in enumerate(staves, 1):
        for voice, written in enumerate(staff.voices):
            pieces: list[Piece] = written.get(number, [])
            if not pieces and voice:
                continue
            if position:
                yield f"<backup><duration>{position}</duration></backup>\n"
            yield from notes.voice(pieces, bar, VOICES * (staff_number - 1) + voice + 1, staff_number)
            position = length
