"""The backing as sound: a recording as it is, or a MIDI file played by the house."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from modules.audio.clip import RATE, Check, Clip, Samples
from modules.audio.crew import Crew
from modules.audio.decoding import decode_audio, inspect_audio
from modules.audio.mastering import summed
from modules.audio.memory import room_for
from modules.audio.rendering import Studio, frames_of, render_stems
from modules.generation.engines.song.request import LONGEST, check_length
from modules.score.midi import read_midi

_MIDI: Final = b"MThd"
_ROOM: Final = 0.25
_VOICES: Final = 6
"""Sounds of the length of the backing that are there at a time."""
_EDGE: Final = 0.999
_FLAT: Final = 5.0
"""Flat tops a second from which on a recording is called clipped."""
_STRETCH: Final = 1 << 20
_HIGHEST: Final = 0.89
"""How high a MIDI file is played, so that the stem is a file at full level without being cut."""


@dataclass(frozen=True)
class Played:
    """sound: [frames, 2] at RATE. stem: the same with the channels of the original. notes: what was done."""

    sound: Samples
    stem: Clip
    notes: tuple[str, ...]


class Backing:
    """A backing that is played once, by whoever needs it first."""

    def __init__(self, path: Path, studio: Callable[[], Studio], folder: Path) -> None:
        self._path, self._studio, self._folder = path, studio, folder
        self._played: Played | None = None

    def played(self, crew: Crew, report: Callable[[float], None]) -> Played:
        """Raises TooLong, and whatever says that a file is no music."""
        if self._played is None:
            midi = is_midi(self._path)
            self._played = (
                _of_midi(self._path, self._studio(), crew, self._folder, report)
                if midi
                else _of_sound(self._path, crew.check)
            )
        return self._played


def is_midi(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(_MIDI)) == _MIDI


def _of_sound(path: Path, check: Check) -> Played:
    decoded = decode_audio(path, RATE, max_seconds=LONGEST + 1, check=check)
    clip = decoded.clip
    check_length(clip.seconds)
    sound = clip.samples if clip.channels == 2 else np.repeat(clip.samples, 2, axis=1)
    return Played(sound, clip, (*decoded.notes, *_clipped(clip.samples, check), *_resampled(path)))


def _clipped(samples: Samples, check: Check) -> list[str]:
    """Said where so many samples in a row lie at the edge that no mastering does that on purpose."""
    flat = 0
    for start in range(0, len(samples), _STRETCH):
        check()
        edge = np.abs(samples[start : start + _STRETCH]) >= _EDGE
        flat += int((edge[2:] & edge[1:-1] & edge[:-2]).sum())
    if flat < _FLAT * len(samples) / RATE:
        return []
    return ["The backing is clipped: what is cut off cannot be had back, and its stem stays as it is."]


def _resampled(path: Path) -> list[str]:
    rate = inspect_audio(path, max_seconds=0.5).rate
    if rate == RATE:
        return []
    return [f"The backing has {rate} samples a second; its stem, like everything here, has {RATE}."]


def _of_midi(path: Path, studio: Studio, crew: Crew, folder: Path, report: Callable[[float], None]) -> Played:
    score = read_midi(path.read_bytes(), crew.check)
    check_length(score.seconds)
    frames = frames_of(score)
    allocate = room_for(len(score.tracks) + _VOICES, frames, folder)
    stems = render_stems(score, Studio(studio.soundfont, studio.balance, studio.room, allocate), _ROOM, crew, report)
    sound = allocate(frames)
    summed(stems, sound, crew.check)
    highest = max(float(np.abs(sound).max(initial=0.0)), 1e-6)
    sound *= np.float32(_HIGHEST / highest)
    return Played(sound, Clip(sound, RATE), tuple(score.remarks))
