"""Playing notes on sampled instruments, to the sample: the same notes give the same sound every time."""

from pathlib import Path
from typing import Final, Self

import numpy as np
import tinysoundfont

from models.errors import Unavailable
from modules.audio.clip import RATE, Check, Samples
from modules.audio.performance import BEND_RANGE, CONTROL, OFF, ON, Action, Performance
from modules.audio.staging import Seat
from modules.score.score import EXPRESSION, PAN, VOLUME

STEP: Final = 8192
"""Frames between two looks at whether anybody still wants the sound: some 10 ms of work with every voice sounding."""
_INAUDIBLE: Final = 1e-6
_LISTEN: Final = STEP // 8
"""Frames in which nothing was audible before nothing more is expected of notes that are over."""
_VOICES: Final = 256
_DRUM_BANK: Final = 128
_MIDDLE_KEY: Final = 62
_DESKS: Final = 9
"""Channels that the keys of a spread instrument are shared by."""
_DESK_KEYS: Final = 8
_LEVELS: Final = frozenset({VOLUME, EXPRESSION})
_FINE: Final = 32
"""From the number of a control to that of its lower seven bits."""
_FINEST: Final = (1 << 14) - 1
_BENT: Final = 2 / 3


class SoundFontUnusable(Unavailable):
    code = "audio.soundfont_unusable"


class SoundFont:
    """The instruments of an .sf2 file, read once."""

    def __init__(self, path: Path) -> None:
        self._idle: list[tinysoundfont.Synth] = []
        try:
            self._data = path.read_bytes()
            self.give_back(self.take())
        except (OSError, RuntimeError) as error:
            raise SoundFontUnusable(
                f"The soundfont {path.name} cannot be read: {error}",
                next_step="Point MUSEAIKA_SOUNDFONT to an .sf2 file, or leave it empty.",
            ) from None

    def take(self) -> tinysoundfont.Synth:
        """A silent synthesiser for one player, with these instruments as its number 0; give it back for the next."""
        if self._idle:
            return self._idle.pop()
        synth = tinysoundfont.Synth(gain=0, samplerate=RATE)
        synth.sfload(self._data, max_voices=_VOICES)
        return synth

    def give_back(self, synth: tinysoundfont.Synth) -> None:
        synth.soundfonts[0].reset()
        synth.soundfonts[0].set_volume(1.0)
        synth.generate_simple(STEP)
        self._idle.append(synth)


class Player:
    """One track being played: ask it for the next stretch of sound, from the beginning, as often as you like."""

    def __init__(self, soundfont: SoundFont, performance: Performance, seat: Seat, gain: float = 1.0) -> None:
        self._soundfont = soundfont
        self._synth = soundfont.take()
        self._synth.soundfonts[0].set_volume(gain)
        self._seat = seat
        self._desks = range(_DESKS if seat.spread else 1)
        self._actions = performance.actions
        self._next = 0
        self._position = 0
        self._held = 0
        self._quiet = True
        for desk in self._desks:
            self._seat_desk(desk, performance)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._soundfont.give_back(self._synth)

    def play(self, out: Samples, check: Check) -> None:
        """Fill out, [frames, 2] and silent, with what comes next."""
        end, start = self._position + len(out), self._position
        while self._position < end:
            check()
            self._act_on_what_is_due()
            due = self._actions[self._next].frame if self._next < len(self._actions) else end
            stop = min(due, end, self._position + STEP)
            if not self._quiet:
                part = out[self._position - start : stop - start]
                self._synth.generate_simple(len(part), part.data.cast("B"))
                self._quiet = self._held == 0 and len(part) >= _LISTEN and float(np.abs(part).max()) < _INAUDIBLE
            self._position = stop

    def _act_on_what_is_due(self) -> None:
        while self._next < len(self._actions) and self._actions[self._next].frame <= self._position:
            self._act(self._actions[self._next])
            self._next += 1

    def _seat_desk(self, desk: int, performance: Performance) -> None:
        synth, bank = self._synth, _DRUM_BANK if performance.is_drum else 0
        program = performance.program if synth.sfpreset_name(0, bank, performance.program) else 0
        synth.program_select(desk, 0, bank, program, performance.is_drum)
        synth.pitchbend_range(desk, BEND_RANGE)
        synth.control_change(desk, PAN, self._pan_of(desk))
        self._control(desk, VOLUME, 100)
        self._control(desk, EXPRESSION, 127)

    def _pan_of(self, desk: int) -> int:
        away = (desk - len(self._desks) // 2) * _DESK_KEYS * self._seat.spread
        return round(min(max(self._seat.pan + away, 4), 123))

    def _desk_of(self, key: int) -> int:
        middle = len(self._desks) // 2
        return min(max(middle + round((key - _MIDDLE_KEY) / _DESK_KEYS), 0), len(self._desks) - 1)

    def _act(self, action: Action) -> None:
        synth = self._synth
        if action.kind == ON:
            self._held += 1
            self._quiet = False
            synth.noteon(self._desk_of(action.first), action.first, action.second)
        elif action.kind == OFF:
            self._held -= 1
            synth.noteoff(self._desk_of(action.first), action.first)
        else:
            for desk in self._desks:
                if action.kind == CONTROL:
                    self._control(desk, action.first, action.second)
                else:
                    synth.pitchbend(desk, action.first)

    def _control(self, desk: int, number: int, value: int) -> None:
        """Levels go in as 14 bits, bent so that half the value is 12 dB less, as General MIDI has it, and not 18."""
        if number in _LEVELS:
            level = round(_FINEST * (value / 127) ** _BENT)
            self._synth.control_change(desk, number, level >> 7)
            self._synth.control_change(desk, number + _FINE, level & 0x7F)
        else:
            self._synth.control_change(desk, number, value)
