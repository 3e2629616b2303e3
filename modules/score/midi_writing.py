"""MIDI files out: `write_midi` says a score in bytes, always the same ones for the same score."""

from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple

from modules.score.midi_conductor import CHORD_PREFIX, KEY, MARKER, TEMPO, TEXT, TIME_SIGNATURE, TRACK_NAME
from modules.score.midi_players import DRUM_CHANNEL, LYRIC, PORT
from modules.score.score import Bend, Score, Track
from modules.score.tempo import TICKS

_MELODIC: Final = tuple(channel for channel in range(16) if channel != DRUM_CHANNEL)
_BEND_RANGES: Final = (2, 12, 24)
_FIRST, _STATE, _LAST = 0, 1, 2
"""On one tick: notes end, then everything else, then notes start."""
_CHECK_EVERY: Final = 10_000
_CLOCKS_A_CLICK, _THIRTYSECONDS_A_QUARTER = 24, 8


class _Message(NamedTuple):
    tick: int
    rank: int
    data: bytes


def write_midi(score: Score, check: Callable[[], None] = lambda: None) -> bytes:
    """A format 1 file: the conductor first, then a track for every track, on as many ports as the channels need."""
    chunks = [_chunk(_conductor(score), score.end, check)]
    chunks += [
        _chunk(_player(track, port, channel), score.end, check)
        for track, (port, channel) in zip(score.tracks, _seats(score.tracks), strict=True)
    ]
    return b"MThd" + b"".join(number.to_bytes(size, "big") for number, size in _header(len(chunks))) + b"".join(chunks)


def _header(chunks: int) -> list[tuple[int, int]]:
    return [(6, 4), (1, 2), (chunks, 2), (TICKS, 2)]


def _seats(tracks: Iterable[Track]) -> list[tuple[int, int]]:
    """A (port, channel) of its own for each track, because what a channel remembers is shared."""
    melodic = drums = 0
    seats = []
    for track in tracks:
        if track.is_drum:
            seats.append((drums, DRUM_CHANNEL))
            drums += 1
        else:
            seats.append((melodic // len(_MELODIC), _MELODIC[melodic % len(_MELODIC)]))
            melodic += 1
    return seats


def _conductor(score: Score) -> Iterator[_Message]:
    yield _meta(0, TRACK_NAME, score.title.encode())
    for tempo in score.tempo_map.tempos:
        yield _meta(tempo.tick, TEMPO, tempo.microseconds.to_bytes(3, "big"))
    for metre in score.time_signatures:
        power = metre.denominator.bit_length() - 1
        content = bytes([metre.numerator, power, _CLOCKS_A_CLICK, _THIRTYSECONDS_A_QUARTER])
        yield _meta(metre.tick, TIME_SIGNATURE, content)
    for key in score.keys:
        yield _meta(key.tick, KEY, bytes([key.fifths % 256, int(key.mode == "minor")]))
    for index, chord in enumerate(score.chords):
        yield _meta(chord.start, TEXT, f"{CHORD_PREFIX} {chord.name}".encode())
        if index + 1 == len(score.chords) or score.chords[index + 1].start > chord.end:
            yield _meta(chord.end, TEXT, CHORD_PREFIX.encode())
    for marker in score.markers:
        yield _meta(marker.tick, MARKER, marker.text.encode())


def _player(track: Track, port: int, channel: int) -> Iterator[_Message]:
    yield _meta(0, TRACK_NAME, track.name.encode())
    if port:
        yield _meta(0, PORT, bytes([port]))
    yield _Message(0, _STATE, bytes([0xC0 | channel, track.program]))
    yield from _bends(track.bends, channel)
    for control in track.controls:
        yield _Message(control.tick, _STATE, bytes([0xB0 | channel, control.number, control.value]))
    for lyric in track.lyrics:
        yield _meta(lyric.tick, LYRIC, lyric.text.encode())
    for note in track.notes:
        yield _Message(note.start, _LAST, bytes([0x90 | channel, note.pitch, note.velocity]))
        yield _Message(note.end, _FIRST, bytes([0x80 | channel, note.pitch, 0]))


def _bends(bends: tuple[Bend, ...], channel: int) -> Iterator[_Message]:
    widest = max((abs(bend.semitones) for bend in bends), default=0.0)
    reach = next((reach for reach in _BEND_RANGES if widest < reach), _BEND_RANGES[-1])
    if reach != _BEND_RANGES[0]:
        for number, value in ((101, 0), (100, 0), (6, reach), (38, 0)):
            yield _Message(0, _STATE, bytes([0xB0 | channel, number, value]))
    for bend in bends:
        value = min(max(round(bend.semitones / reach * 8192) + 8192, 0), 16383)
        yield _Message(bend.tick, _STATE, bytes([0xE0 | channel, value & 0x7F, value >> 7]))


def _meta(tick: int, kind: int, content: bytes) -> _Message:
    return _Message(tick, _STATE, bytes([0xFF, kind]) + _variable(len(content)) + content)


def _chunk(messages: Iterable[_Message], end: int, check: Callable[[], None]) -> bytes:
    said = list(_watched(messages, check))
    said.sort(key=lambda message: message[:2])
    parts, now = [], 0
    for message in _watched(said, check):
        parts += [_variable(message.tick - now), message.data]
        now = message.tick
    parts += [_variable(max(end - now, 0)), bytes([0xFF, 0x2F, 0])]
    body = b"".join(parts)
    return b"MTrk" + len(body).to_bytes(4, "big") + body


def _watched(messages: Iterable[_Message], check: Callable[[], None]) -> Iterator[_Message]:
    for index, message in enumerate(messages):
        if index % _CHECK_EVERY == 0:
            check()
        yield message


def _variable(value: int) -> bytes:
    groups = [value & 0x7F]
    while value := value >> 7:
        groups.append(value & 0x7F | 0x80)
    return bytes(reversed(groups))
