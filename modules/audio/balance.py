"""Instruments of a soundfont at like loudness: a piano is heard beside a horn, whatever levels their samples have."""

from typing import Final

import numpy as np

from modules.audio.clip import RATE, never
from modules.audio.loudness import part_energies
from modules.audio.performance import perform
from modules.audio.soundfont import Player, SoundFont
from modules.audio.staging import Seat
from modules.score.score import Note, Track
from modules.score.tempo import TICKS, Tempo, TempoMap

_REFERENCE: Final = 0.00275
"""The loudest 400 ms of the middle instrument of the bundled soundfont, as energy after K-weighting."""
_SHARE: Final = 0.7
"""Of the difference that is made up for: some instruments are meant to be softer."""
_MOST: Final = 8.0
"""dB, either way."""
_VELOCITY: Final = 90
_FRAMES: Final = RATE


class Balance:
    """Listens to one note of each instrument the first time it is needed."""

    def __init__(self, soundfont: SoundFont) -> None:
        self._soundfont = soundfont
        self._gains: dict[tuple[int, int], float] = {}

    def gain(self, track: Track) -> float:
        """What to multiply a track by. Drums stay as they are: a kit is balanced in itself."""
        if track.is_drum or not track.notes:
            return 1.0
        pitches = sorted(note.pitch for note in track.notes)
        heard = track.program, min(max(round(pitches[len(pitches) // 2] / 12) * 12, 24), 96)
        if heard not in self._gains:
            self._gains[heard] = self._listened(*heard)
        return self._gains[heard]

    def _listened(self, program: int, pitch: int) -> float:
        sound = np.zeros((_FRAMES, 2), dtype=np.float32)
        track = Track("", program, notes=(Note(0, TICKS, pitch, _VELOCITY),))
        with Player(self._soundfont, perform(track, TempoMap((Tempo.from_bpm(60),))), Seat()) as player:
            player.play(sound, never)
        energies = part_energies(sound, RATE)
        loudest = float(np.convolve(energies, np.full(4, 0.25), "valid").max())
        if loudest <= 0:
            return 1.0
        decibels = _SHARE * 10 * np.log10(_REFERENCE / loudest)
        return float(10 ** (min(max(decibels, -_MOST), _MOST) / 20))
