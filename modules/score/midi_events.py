"""The bytes of a MIDI file as events: patient with damage, and bounded in time and memory whatever the bytes say."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from models.errors import Invalid, TooLarge, Unsupported

BIGGEST_FILE: Final = 64 * 1024 * 1024
MOST_NOTES: Final = 200_000
MOST_EVENTS: Final = 600_000
MOST_CHUNKS: Final = 5_000
CHECK_EVERY: Final = 10_000
META: Final = 0xFF
_DATA_BYTES: Final = {0x80: 2, 0x90: 2, 0xA0: 2, 0xB0: 2, 0xC0: 1, 0xD0: 1, 0xE0: 2}
_SYSTEM_BYTES: Final = {0xF1: 1, 0xF2: 2, 0xF3: 1}
_SILENT: Final = frozenset({0xA0, 0xD0})
_LONGEST_TEXT: Final = 1000
ENDS_EARLY: Final = "The file ends early; it was read as far as it goes."
_SHORTER = f"Send at most {MOST_NOTES:,} notes: split the piece, or thin it out."


class NotMidi(Unsupported):
    code = "midi.not_midi"
    title = "Not a MIDI file"


class BrokenMidi(Invalid):
    code = "midi.broken"
    title = "The MIDI file is broken"


class TooManyNotes(TooLarge):
    code = "midi.too_many_notes"
    title = "Too many notes"


class Event(NamedTuple):
    """status: a channel message's, with the channel taken off, or META; then `channel` is the meta event's type."""

    tick: int
    track: int
    status: int
    channel: int
    data1: int
    data2: int
    text: bytes = b""


@dataclass
class MidiFile:
    """What the header says; ticks_per_quarter or, for film time, ticks_per_second."""

    ticks_per_quarter: int
    ticks_per_second: float | None
    chunks: list[memoryview]
    damage: set[str] = field(default_factory=set)
    notes: int = 0
    events: int = 0


def open_midi(data: bytes) -> MidiFile:
    """Find the header and the track chunks, also inside a RIFF wrapper and behind foreign bytes."""
    start = data.find(b"MThd", 0, 4096)
    if start < 0:
        raise NotMidi("There is no MIDI header.", next_step="Send a Standard MIDI File (.mid).")
    if len(data) > BIGGEST_FILE:
        raise TooManyNotes(f"The file has {len(data):,} bytes.", next_step=_SHORTER)
    if len(data) < start + 14:
        raise BrokenMidi("The file ends within its header.", next_step="Export the piece again and send it whole.")
    length = int.from_bytes(data[start + 4 : start + 8], "big")
    midi = _headed(int.from_bytes(data[start + 12 : start + 14], "big"))
    midi.chunks = list(_chunks(data, start + 8 + (length if 6 <= length <= 64 else 6), midi.damage))
    if len(midi.chunks) < int.from_bytes(data[start + 10 : start + 12], "big"):
        midi.damage.add(ENDS_EARLY)
    if not midi.chunks:
        raise BrokenMidi("The file has a header and no track.", next_step="Export the piece again and send it whole.")
    return midi


def _headed(division: int) -> MidiFile:
    if division & 0x8000:
        frames = 256 - (division >> 8)
        per_second = float(frames * (division & 0xFF)) * (1000 / 1001 if frames == 29 else 1.0)
        quarter = 0
    else:
        per_second, quarter = 0.0, division
    if not per_second and not quarter:
        raise BrokenMidi("The header gives a quarter no ticks.", next_step="Export the piece again.", field="division")
    return MidiFile(quarter, per_second or None, [])


def _chunks(data: bytes, position: int, damage: set[str]) -> Iterator[memoryview]:
    view = memoryview(data)
    for _ in range(MOST_CHUNKS):
        if position + 8 > len(data):
            return
        kind = data[position : position + 4]
        length = int.from_bytes(data[position + 4 : position + 8], "big")
        if kind == b"MTrk":
            if position + 8 + length > len(data):
                damage.add(ENDS_EARLY)
            yield view[position + 8 : position + 8 + length]
        if kind.isalnum():
            position += 8 + length
        else:
            damage.add("Bytes between the tracks were skipped.")
            found = data.find(b"MTrk", position)
            position = found if found >= 0 else len(data)


def track_events(midi: MidiFile, track: int, check: Callable[[], None]) -> list[Event]:
    """The events of one track that matter to a score, as far as its bytes make sense."""
    reader = _Reader(midi, track)
    try:
        while reader.advance():
            if midi.events % CHECK_EVERY == 0:
                check()
    except IndexError:
        midi.damage.add("A track ends in the middle of an event; it was read as far as it goes.")
    return reader.events


class _Reader:
    def __init__(self, midi: MidiFile, track: int) -> None:
        self._midi, self._track = midi, track
        self._data = bytes(midi.chunks[track])
        self._position = self._tick = self._running = 0
        self.events: list[Event] = []

    def advance(self) -> bool:
        """Read one event; False at the end of the track."""
        if self._position >= len(self._data):
            return False
        self._midi.events += 1
        if self._midi.events > MOST_EVENTS:
            raise TooManyNotes(f"There are more than {MOST_EVENTS:,} events.", next_step=_SHORTER)
        self._tick += self._variable()
        status = self._data[self._position]
        if status >= 0xF0:
            self._position += 1
            return self._system(status)
        if status >= 0x80:
            self._position += 1
            self._running = status
        elif not self._running:
            self._midi.damage.add("Bytes that belong to no event were skipped.")
            self._position += 1
            return True
        self._channel_message(self._running)
        return True

    def _variable(self) -> int:
        value = 0
        for _ in range(4):
            byte = self._data[self._position]
            self._position += 1
            value = value << 7 | byte & 0x7F
            if byte < 0x80:
                return value
        self._midi.damage.add("A time that is too long to be true was shortened.")
        return value & 0xFFFFFF

    def _channel_message(self, status: int) -> None:
        kind = status & 0xF0
        first = self._data[self._position]
        second = self._data[self._position + 1] if _DATA_BYTES[kind] == 2 else 0
        if (first | second) & 0x80:
            self._midi.damage.add("Bytes that belong to no event were skipped.")
            self._running = 0
            return
        self._position += _DATA_BYTES[kind]
        if kind == 0x90 and second:
            self._midi.notes += 1
            if self._midi.notes > MOST_NOTES:
                raise TooManyNotes(f"There are more than {MOST_NOTES:,} notes.", next_step=_SHORTER)
        if kind not in _SILENT:
            self.events.append(Event(self._tick, self._track, kind, status & 0x0F, first, second))

    def _system(self, status: int) -> bool:
        if status == META:
            kind = self._data[self._position]
            self._position += 1
            content = self._content()
            if kind == 0x2F:
                return False
            self.events.append(Event(self._tick, self._track, META, kind, 0, 0, content[:_LONGEST_TEXT]))
        elif status in {0xF0, 0xF7}:
            self._content()
        else:
            self._position += _SYSTEM_BYTES.get(status, 0)
        return True

    def _content(self) -> bytes:
        length = self._variable()
        content = self._data[self._position : self._position + length]
        self._position += length
        return content
