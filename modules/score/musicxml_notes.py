"""Notes, rests and ties as MusicXML."""

from collections.abc import Iterator
from typing import Final
from xml.sax.saxutils import escape

from modules.score.notation import Piece, written_values
from modules.score.quantising import TICKS_PER_UNIT, UNITS
from modules.score.score import Track
from modules.score.spelling import drum_of, spelled
from modules.score.timeline import Bar

_TYPES: Final = {
    96: ("whole", 0),
    72: ("half", 1),
    48: ("half", 0),
    36: ("quarter", 1),
    24: ("quarter", 0),
    18: ("eighth", 1),
    12: ("eighth", 0),
    6: ("16th", 0),
    3: ("32nd", 0),
}
"""Name and dots by units."""
_IN_THREE: Final = {8: "eighth", 16: "quarter"}
_TIME_MODIFICATION: Final = (
    "<time-modification><actual-notes>3</actual-notes><normal-notes>2</normal-notes></time-modification>"
)


class NoteWriter:
    """Writes the notes of one part; `fifths` is the key that they are spelled in."""

    def __init__(self, part: str, track: Track, has_two_staves: bool) -> None:
        self._part, self._is_drum, self._has_two_staves = part, track.is_drum, has_two_staves
        self._lyrics = {round(lyric.tick / TICKS_PER_UNIT): lyric.text for lyric in track.lyrics}
        self._joined = False
        self.fifths = 0

    def voice(self, pieces: list[Piece], bar: Bar, voice: int, staff: int) -> Iterator[str]:
        """A bar of one voice from its first to its last moment, with rests where nothing sounds."""
        length = bar.ticks // TICKS_PER_UNIT
        where = f"<voice>{voice}</voice>"
        place = f"<staff>{staff}</staff>" if self._has_two_staves else ""
        if not pieces:
            yield f'<note><rest measure="yes"/><duration>{length}</duration>{where}{place}</note>\n'
            return
        filled = list(_with_rests(pieces, bar, length))
        for index, piece in enumerate(filled):
            bracket = _bracket(filled, index)
            yield from self._chord(piece, where, place, bracket)

    def _chord(self, piece: Piece, where: str, place: str, bracket: str) -> Iterator[str]:
        kind, dots = (_IN_THREE[piece.length], 0) if piece.in_triplet else _TYPES[piece.length]
        modification = _TIME_MODIFICATION if piece.in_triplet else ""
        shape = f"<type>{kind}</type>{'<dot/>' * dots}{modification}"
        duration = f"<duration>{piece.length}</duration>"
        if not piece.pitches:
            notations = f"<notations>{bracket}</notations>" if bracket else ""
            yield f"<note><rest/>{duration}{where}{shape}{place}{notations}</note>\n"
            return
        ties = ('<tie type="stop"/>' if piece.tied_from else "") + ('<tie type="start"/>' if piece.tied_to else "")
        tied = ties.replace("<tie ", "<tied ")
        for index, pitch in enumerate(piece.pitches):
            notations = tied + (bracket if index == 0 else "")
            lyric = self._lyric(piece) if index == 0 else ""
            yield (
                f"<note>{'<chord/>' if index else ''}{self._pitch(pitch)}{duration}{ties}{self._instrument(pitch)}"
                f"{where}{shape}{self._head(pitch)}{place}"
                f"{f'<notations>{notations}</notations>' if notations else ''}{lyric}</note>\n"
            )

    def _pitch(self, pitch: int) -> str:
        if self._is_drum:
            drum = drum_of(pitch)
            inside = f"<display-step>{drum.step}</display-step><display-octave>{drum.octave}</display-octave>"
            return f"<unpitched>{inside}</unpitched>"
        step, alter, octave = spelled(pitch, self.fifths)
        return (
            f"<pitch><step>{step}</step>{f'<alter>{alter}</alter>' if alter else ''}<octave>{octave}</octave></pitch>"
        )

    def _instrument(self, pitch: int) -> str:
        return f'<instrument id="{self._part}-I{pitch}"/>' if self._is_drum else ""

    def _head(self, pitch: int) -> str:
        return "<notehead>x</notehead>" if self._is_drum and drum_of(pitch).is_cymbal else ""

    def _lyric(self, piece: Piece) -> str:
        text = "" if piece.tied_from else self._lyrics.pop(piece.onset, "")
        if not text:
            return ""
        joins = text.endswith("-")
        syllabic = {(False, False): "single", (False, True): "begin", (True, True): "middle", (True, False): "end"}
        kind = syllabic[self._joined, joins]
        self._joined = joins
        return f'<lyric number="1"><syllabic>{kind}</syllabic><text>{escape(text.removesuffix("-"))}</text></lyric>'


def _with_rests(pieces: list[Piece], bar: Bar, length: int) -> Iterator[Piece]:
    thirds = frozenset(piece.start // UNITS for piece in pieces if piece.in_triplet)
    position = 0
    for piece in [*pieces, Piece(length, 0, (), False, False, False, 0)]:
        for start, value, in_triplet in written_values(position, piece.start, bar, thirds):
            yield Piece(start, value, (), tied_from=False, tied_to=False, in_triplet=in_triplet, onset=0)
        if piece.length:
            yield piece
        position = piece.start + piece.length


def _bracket(pieces: list[Piece], index: int) -> str:
    """Where the three begin and end: at the edges of their beat."""
    piece = pieces[index]
    if not piece.in_triplet:
        return ""
    if piece.start % UNITS == 0:
        return '<tuplet type="start" number="1"/>'
    return '<tuplet type="stop" number="1"/>' if (piece.start + piece.length) % UNITS == 0 else ""
