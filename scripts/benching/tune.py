"""A MIDI file of the wanted length and size, written byte by byte: the same bytes for the same wish."""

from itertools import cycle, islice

TICKS = 480
"""A quarter; at MIDI's own tempo of 120 a minute, a second holds two."""
PROGRAMS = (0, 32, 48, 73, 11, 24)
CHORDS = ((60, 64, 67), (57, 60, 64), (65, 69, 72), (67, 71, 74))


def tune(seconds: float = 8.0, tracks: int = 3) -> bytes:
    """Each track plays eighths through four chords on an instrument of its own."""
    header = b"MThd" + _number(6, 4) + _number(1, 2) + _number(tracks, 2) + _number(TICKS, 2)
    return header + b"".join(_track(number, seconds) for number in range(tracks))


def _track(number: int, seconds: float) -> bytes:
    channel = number % 9
    length = TICKS // 2
    pitches = cycle(chord[(step + number) % 3] - 12 * (number % 3) for chord in CHORDS for step in range(4))
    events = bytes((0, 0xC0 | channel, PROGRAMS[number % len(PROGRAMS)]))
    for pitch in islice(pitches, max(round(seconds * 4), 1)):
        events += bytes((0, 0x90 | channel, pitch, 80)) + _delta(length) + bytes((0x80 | channel, pitch, 0))
    events += bytes((0, 0xFF, 0x2F, 0))
    return b"MTrk" + _number(len(events), 4) + events


def _delta(ticks: int) -> bytes:
    return bytes((0x80 | ticks >> 7, ticks & 0x7F)) if ticks > 0x7F else bytes((ticks,))


def _number(value: int, size: int) -> bytes:
    return value.to_bytes(size, "big")
