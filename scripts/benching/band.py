"""A minute of a band: melody, chords, arpeggio, strings, bass and drums, always the same notes."""

from collections.abc import Iterator

from modules.score.midi_writing import write_midi
from modules.score.score import VOLUME, Chord, Control, Key, Note, Score, Track
from modules.score.tempo import TICKS, Tempo

BAR = 4 * TICKS
EIGHTH = TICKS // 2
PROGRESSION = (("A:min", 57, (0, 3, 7)), ("F", 53, (0, 4, 7)), ("C", 48, (0, 4, 7)), ("G", 55, (0, 4, 7)))
MELODY = (12, 15, 14, 12, 19, 17, 15, 14, 12, 10, 12, 15, 14, 12, 10, 7)
BPM = 120
KICK, SNARE, HAT, CRASH = 36, 38, 42, 49


def band(seconds: float = 60.0) -> bytes:
    """Six tracks at 120 bpm, as a MIDI file."""
    bars = max(round(seconds * BPM / 60 / 4), 1)
    tracks = (
        _track("Melody", 73, _melody(bars), 100),
        _track("Piano", 0, _chords(bars), 95),
        _track("Guitar", 25, _arpeggio(bars), 85),
        _track("Strings", 48, _strings(bars), 80),
        _track("Bass", 33, _bass(bars), 100),
        Track("Drums", 0, is_drum=True, notes=tuple(sorted(_drums(bars)))),
    )
    chords = tuple(Chord(bar * BAR, (bar + 1) * BAR, PROGRESSION[bar % 4][0]) for bar in range(bars))
    return write_midi(
        Score(tracks, (Tempo.from_bpm(BPM),), keys=(Key(0, 9, "minor"),), chords=chords, title="A minute")
    )


def _track(name: str, program: int, notes: Iterator[Note], volume: int) -> Track:
    return Track(name, program, notes=tuple(sorted(notes)), controls=(Control(0, VOLUME, volume),))


def _melody(bars: int) -> Iterator[Note]:
    for step in range(bars * 4):
        start = step * TICKS
        yield Note(start, start + TICKS - 40, 57 + MELODY[step % 16], 84 + step * 5 % 24)


def _chords(bars: int) -> Iterator[Note]:
    for half in range(bars * 2):
        _, root, intervals = PROGRESSION[half // 2 % 4]
        for interval in (*intervals, 12):
            yield Note(half * BAR // 2, (half + 1) * BAR // 2 - 30, root + interval, 72 + half % 2 * 8)


def _arpeggio(bars: int) -> Iterator[Note]:
    for step in range(bars * 8):
        _, root, intervals = PROGRESSION[step // 8 % 4]
        pitch = root + 12 + (*intervals, 12)[(0, 2, 1, 3, 2, 3, 1, 2)[step % 8]]
        yield Note(step * EIGHTH, step * EIGHTH + EIGHTH, pitch, 60 + step * 7 % 20)


def _strings(bars: int) -> Iterator[Note]:
    for bar in range(bars):
        _, root, intervals = PROGRESSION[bar % 4]
        for interval in intervals:
            yield Note(bar * BAR, (bar + 1) * BAR, root + interval + 12, 58)


def _bass(bars: int) -> Iterator[Note]:
    for step in range(bars * 8):
        root = PROGRESSION[step // 8 % 4][1]
        yield Note(step * EIGHTH, step * EIGHTH + EIGHTH - 60, root - 24 + (12 if step % 8 == 6 else 0), 90)


def _drums(bars: int) -> Iterator[Note]:
    for step in range(bars * 8):
        start = step * EIGHTH
        yield Note(start, start + 60, HAT, 90 if step % 2 == 0 else 62)
        if step % 8 in {0, 3, 4}:
            yield Note(start, start + 60, KICK, 104)
        if step % 8 in {2, 6}:
            yield Note(start, start + 60, SNARE, 100)
        if step % 64 == 0:
            yield Note(start, start + 60, CRASH, 96)
