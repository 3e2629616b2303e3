"""What a MIDI file says about its players: who plays which notes on which instrument, bent and controlled how."""

from collections import defaultdict, deque
from typing import ClassVar, Final

from modules.score.midi_conductor import readable
from modules.score.midi_events import META, Event
from modules.score.score import CONTROLS, Bend, Control, Lyric, Note, Track
from modules.score.tempo import TICKS

LYRIC, CHANNEL_PREFIX, PORT = 0x05, 0x20, 0x21
DRUM_CHANNEL: Final = 9
_DRUM_BANKS: Final = frozenset({120, 127})
_BANK, _DATA_ENTRY, _NRPN_FINE, _NRPN, _RPN_FINE, _RPN = 0, 6, 98, 99, 100, 101
_ALL_OFF: Final = frozenset({120, 123})
_BLINK: Final = TICKS // 16
"""What a note without any length gets, so that drums of some programs are heard."""

Player = tuple[int, int, int, bool]
"""Track of the file, channel, program, drums."""


class _Channel:
    """What a channel remembers from event to event."""

    def __init__(self, *, drums: bool) -> None:
        self.program = 0
        self.drums = drums
        self.rpn = [127, 127]
        self.bend_range = 2.0
        self.controls: list[Control] = []
        self.bends: list[Bend] = []


class Players:
    """Takes the channel events in order of time."""

    META: ClassVar = frozenset({LYRIC, PORT})

    def __init__(self, scale: float) -> None:
        self._scale = scale
        self._ports: dict[int, int] = {}
        self._channels: dict[int, _Channel] = {}
        self._open: dict[tuple[int, int, int], deque[tuple[int, int, Player]]] = defaultdict(deque)
        self._notes: dict[Player, list[Note]] = {}
        self._lyrics: dict[int, list[Lyric]] = defaultdict(list)
        self._now = 0

    def take(self, event: Event) -> None:
        self._now = tick = round(event.tick * self._scale)
        if event.status == META:
            self._take_meta(event, tick)
            return
        number = self._ports.get(event.track, 0) * 16 + event.channel
        channel = self._channels.get(number)
        if channel is None:
            channel = self._channels[number] = _Channel(drums=event.channel == DRUM_CHANNEL)
        if event.status == 0x90 and event.data2:
            self._start(event, number, channel, tick)
        elif event.status in {0x80, 0x90}:
            self._stop(self._open[event.track, number, event.data1], event.data1, tick)
        elif event.status == 0xB0:
            self._control(channel, number, event, tick)
        elif event.status == 0xC0:
            channel.program = event.data1
        elif event.status == 0xE0:
            value = (event.data2 << 7 | event.data1) - 8192
            channel.bends.append(Bend(tick, value / 8192 * channel.bend_range))

    def _take_meta(self, event: Event, tick: int) -> None:
        if event.channel == PORT and event.text:
            self._ports[event.track] = event.text[0]
        elif event.channel == LYRIC and (text := readable(event.text)):
            self._lyrics[event.track].append(Lyric(tick, text))

    def _start(self, event: Event, number: int, channel: _Channel, tick: int) -> None:
        player = (event.track, number, channel.program, channel.drums)
        self._notes.setdefault(player, [])
        self._open[event.track, number, event.data1].append((tick, event.data2, player))

    def _stop(self, sounding: deque[tuple[int, int, Player]], pitch: int, tick: int) -> None:
        if sounding:
            start, velocity, player = sounding.popleft()
            self._notes[player].append(Note(start, tick if tick > start else start + _BLINK, pitch, velocity))

    def _control(self, channel: _Channel, number: int, event: Event, tick: int) -> None:
        kind, value = event.data1, event.data2
        if kind in CONTROLS:
            channel.controls.append(Control(tick, kind, value))
        elif kind == _BANK:
            channel.drums = channel.drums or value in _DRUM_BANKS
        elif kind in {_RPN, _RPN_FINE}:
            channel.rpn[kind == _RPN_FINE] = value
        elif kind in {_NRPN, _NRPN_FINE}:
            channel.rpn = [127, 127]
        elif kind == _DATA_ENTRY and channel.rpn == [0, 0]:
            channel.bend_range = float(value)
        elif kind in _ALL_OFF:
            self._silence(number, tick)

    def _silence(self, number: int | None, tick: int) -> None:
        for (_, owner, pitch), sounding in self._open.items():
            while sounding and number in {None, owner}:
                self._stop(sounding, pitch, tick)

    def tracks(self) -> list[tuple[int, Track]]:
        """The players in order of track and channel, each with its track in the file; what still sounds ends now."""
        self._silence(None, self._now)
        return [(player[0], self._track(player)) for player in sorted(self._notes)]

    def _track(self, player: Player) -> Track:
        source, number, program, drums = player
        channel = self._channels[number]
        return Track(
            name="",
            program=program,
            is_drum=drums,
            notes=tuple(sorted(self._notes[player])),
            controls=tuple(channel.controls),
            bends=tuple(channel.bends),
            lyrics=tuple(self._lyrics[source]),
        )
