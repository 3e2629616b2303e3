"""A MIDI port that a stream is played to, for synthesisers beside us."""

import heapq
import importlib
from itertools import count
from typing import Final, Protocol, cast

from models.errors import Unavailable
from models.live import LiveBar, LiveTrack

DRUMS: Final = 9
CHANNELS: Final = [channel for channel in range(16) if channel != DRUMS]
NOTE_OFF, NOTE_ON, CONTROL, PROGRAM = 0x80, 0x90, 0xB0, 0xC0
VOLUME, ALL_OFF = 7, 123
APART: Final = 0.001
"""Seconds before its end at which a key is let go, so that it can be struck again there."""
OFTEN: Final = 0.1


class PortMissing(Unavailable):
    code = "midi.port_missing"


class Outlet(Protocol):
    """What of python-rtmidi's MidiOut is used here."""

    def send_message(self, message: list[int]) -> None: ...

    def close_port(self) -> None: ...


def opened(name: str) -> Outlet:
    """Raises PortMissing, which says what there is."""
    try:
        rtmidi = importlib.import_module("rtmidi")
    except ImportError:
        raise PortMissing(
            "No MIDI port can be reached: python-rtmidi is not installed.",
            field="port",
            next_step="pip install python-rtmidi, or write a file with --out.",
        ) from None
    out = rtmidi.MidiOut()
    names = out.get_ports()
    if name not in names:
        there = ", ".join(map(repr, names)) or "none at all"
        raise PortMissing(f"There is no MIDI port {name!r}.", field="port", next_step=f"There are: {there}.")
    return cast("Outlet", out.open_port(names.index(name)))


class MidiPort:
    """Every player has a channel of its own, as long as there are any."""

    def __init__(self, outlet: Outlet) -> None:
        self._outlet = outlet
        self._due: list[tuple[float, int, list[int]]] = []
        self._order = count()
        self._channels: dict[str, int] = {}
        self._programs: dict[str, int] = {}

    def play(self, bar: LiveBar, starts: float) -> None:
        """starts: on the clock that `send_due` is told."""
        for track in bar.tracks:
            channel = self._channel(track)
            if self._programs.get(track.name) != track.program:
                self._programs[track.name] = track.program
                self._at(starts, PROGRAM | channel, track.program)
                self._at(starts, CONTROL | channel, VOLUME, track.volume)
            for note in track.notes:
                self._at(starts + note.start, NOTE_ON | channel, note.pitch, note.velocity)
                self._at(starts + note.end - APART, NOTE_OFF | channel, note.pitch, 0)

    def send_due(self, now: float) -> float:
        """Send what it is time for; the seconds until the next, a tenth at most."""
        while self._due and self._due[0][0] <= now:
            self._outlet.send_message(heapq.heappop(self._due)[2])
        return min(self._due[0][0] - now, OFTEN) if self._due else OFTEN

    def close(self) -> None:
        """Everything falls silent."""
        for channel in {DRUMS, *self._channels.values()}:
            self._outlet.send_message([CONTROL | channel, ALL_OFF, 0])
        self._outlet.close_port()

    def _at(self, moment: float, *message: int) -> None:
        heapq.heappush(self._due, (moment, next(self._order), list(message)))

    def _channel(self, track: LiveTrack) -> int:
        if track.drums:
            return DRUMS
        return self._channels.setdefault(track.name, CHANNELS[len(self._channels) % len(CHANNELS)])
