"""A score becomes sound: every track a stem with its share of the room, and the mix that they add up to."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

import numpy as np

from modules.audio.balance import Balance
from modules.audio.clip import RATE, Check, Samples
from modules.audio.crew import Crew
from modules.audio.performance import perform
from modules.audio.reverb import Room
from modules.audio.soundfont import Player, SoundFont
from modules.audio.staging import seats
from modules.score.score import Score

TAIL: Final = 3.0
"""Seconds in which the last notes ring."""
Allocate = Callable[[int], Samples]
"""Makes room for so many frames of two channels: in memory, or in a file where that would be too much."""
Report = Callable[[float], None]
"""Takes a fraction from 0 to 1."""


def in_memory(frames: int) -> Samples:
    return np.zeros((frames, 2), dtype=np.float32)


@dataclass(frozen=True)
class Studio:
    """What is needed to play: instruments, the room, and somewhere to put the sound."""

    soundfont: SoundFont
    balance: Balance
    room: Room
    allocate: Allocate = in_memory

    @classmethod
    def with_soundfont(cls, path: Path) -> Self:
        soundfont = SoundFont(path)
        return cls(soundfont, Balance(soundfont), Room())


def frames_of(score: Score, tail: float = TAIL) -> int:
    return round((score.seconds + tail) * RATE)


def render_stems(score: Score, studio: Studio, reverb: float, crew: Crew, report: Report) -> list[Samples]:
    """[frames, 2] for every track, not mastered; the instruments play one after another while the room answers."""
    frames = frames_of(score)
    stems, answers = [], []
    for index, (track, seat) in enumerate(zip(score.tracks, seats(score), strict=True)):
        report(index / len(score.tracks))
        stem = studio.allocate(frames)
        gain = studio.balance.gain(track)
        performance = perform(track, score.tempo_map, crew.check)
        with Player(studio.soundfont, performance, seat, gain) as player:
            player.play(stem, crew.check)
        answers.append(crew.submit(_answer, studio.room, stem, reverb * seat.send))
        stems.append(stem)
    crew.results(answers)
    report(1.0)
    return stems


def _answer(check: Check, room: Room, stem: Samples, amount: float) -> None:
    room.add(stem, amount, check)
