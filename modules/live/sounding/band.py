"""The band that plays the bars of a stream on sampled instruments: what rings goes on ringing over the bar line."""

from typing import Final, NamedTuple

import numpy as np

from models.live import LiveBar, LiveTrack
from modules.audio.balance import Balance
from modules.audio.clip import RATE, Samples
from modules.audio.soundfont import SoundFont
from modules.audio.staging import Seat, seats
from modules.score.score import Note, Score, Track
from modules.score.tempo import TICKS

STEP: Final = 2048
"""Frames rendered in one go: what else this process does waits a millisecond or two for them."""
CHANNELS: Final = 24
DRUM_BANK: Final = 128
_OFF, _ON = 0, 1


class Event(NamedTuple):
    """At a frame of the bar: a key of a channel is struck, or let go."""

    frame: int
    kind: int
    channel: int
    key: int
    velocity: int


class Band:
    """Give it back with `leave`: its synthesiser is for the next."""

    def __init__(self, soundfont: SoundFont, balance: Balance) -> None:
        self._soundfont = soundfont
        self._synth = soundfont.take()
        self._balance = balance
        self._channels: dict[tuple[str, int], int] = {}
        self._seats: dict[str, Seat] = {}
        self._ringing: list[Event] = []
        """Ends of notes that lie beyond the bar; frames count from the next."""

    def leave(self) -> None:
        self._soundfont.give_back(self._synth)

    def play(self, bar: LiveBar, frames: int) -> Samples:
        """[frames, 2] of a bar."""
        struck = [event for track in bar.tracks for event in self._events(track)]
        return self._rendered(sorted([*self._still_ringing(struck), *struck]), frames)

    def rest(self, frames: int) -> Samples:
        """[frames, 2] in which nothing new is struck."""
        return self._rendered(sorted(self._ringing), frames)

    def _still_ringing(self, struck: list[Event]) -> list[Event]:
        """Ends from the bar before; a key that is struck again before is let go first."""
        again: dict[tuple[int, int], int] = {}
        for event in struck:
            if event.kind == _ON:
                key = event.channel, event.key
                again[key] = min(event.frame, again.get(key, event.frame))
        return [
            event._replace(frame=min(event.frame, again.get((event.channel, event.key), event.frame)))
            for event in self._ringing
        ]

    def _events(self, track: LiveTrack) -> list[Event]:
        channel = self._channel(track)
        found = []
        for note in track.notes:
            start, end = round(note.start * RATE), round(note.end * RATE)
            found.append(Event(start, _ON, channel, note.pitch, note.velocity))
            found.append(Event(max(end, start + 1), _OFF, channel, note.pitch, 0))
        return found

    def _rendered(self, events: list[Event], frames: int) -> Samples:
        out = np.zeros((frames, 2), dtype=np.float32)
        position = 0
        for event in events:
            if event.frame >= frames:
                break
            self._fill(out, position, event.frame)
            position = max(position, event.frame)
            if event.kind == _ON:
                self._synth.noteon(event.channel, event.key, event.velocity)
            else:
                self._synth.noteoff(event.channel, event.key)
        self._fill(out, position, frames)
        self._ringing = [
            event._replace(frame=event.frame - frames)
            for event in events
            if event.frame >= frames and event.kind == _OFF
        ]
        return out

    def _fill(self, out: Samples, start: int, stop: int) -> None:
        for position in range(start, stop, STEP):
            part = out[position : min(position + STEP, stop)]
            self._synth.generate_simple(len(part), part.data.cast("B"))

    def _channel(self, track: LiveTrack) -> int:
        """One for every instrument of a player, so that the last notes of the old one ring out beside the new."""
        key = track.name, track.program
        if key not in self._channels:
            self._channels[key] = len(self._channels) % CHANNELS
            self._seat(self._channels[key], track)
        return self._channels[key]

    def _seat(self, channel: int, track: LiveTrack) -> None:
        synth = self._synth
        bank = DRUM_BANK if track.drums else 0
        program = track.program if synth.sfpreset_name(0, bank, track.program) else 0
        synth.program_select(channel, 0, bank, program, track.drums)
        pitches = tuple(Note(0, TICKS, note.pitch, note.velocity) for note in track.notes)
        heard = Track(track.name, track.program, track.drums, pitches)
        level = (track.volume / 127) ** 2 * self._balance.gain(heard)
        synth.soundfonts[0].channel_set_volume(channel, level)
        synth.soundfonts[0].channel_set_pan(channel, self._place(track).pan / 127)

    def _place(self, track: LiveTrack) -> Seat:
        """Everybody keeps their seat, whatever they play."""
        if track.name not in self._seats:
            self._seats[track.name] = Seat()
            known = tuple(Track(name, 0) for name in self._seats if name != track.name)
            own = Track(track.name, track.program, track.drums)
            self._seats[track.name] = seats(Score((*known, own)))[-1]
        return self._seats[track.name]
