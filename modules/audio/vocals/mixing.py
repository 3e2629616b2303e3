"""`mixed`: backing, voice and a second voice become one mix, at the loudness and under the ceiling asked for."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from modules.audio.clip import RATE, Check, Samples
from modules.audio.crew import Crew
from modules.audio.limiter import BLOCK, BlockPeaks, limiting_curve, per_frame
from modules.audio.loudness import SILENT, Energies, gated, part_energies
from modules.audio.mastering import Mastered, Target, master
from modules.audio.peaks import stretches
from modules.audio.rendering import Allocate
from modules.audio.reverb import Room
from modules.audio.vocals.chain import cleaned
from modules.audio.vocals.ducking import ducked, singing
from modules.audio.vocals.filtering import Mono
from modules.audio.vocals.placing import Place, placed

_BESIDE: Final = -1.0
"""LU of the voice against the backing while it sings."""
_SECOND: Final = -8.0
"""LU of the second voice against the first."""
_ALONE: Final = -20.0
"""LUFS of a voice without anything beside it."""
_DUCK: Final = 4.0
_MOST: Final = 0.84
"""How high a voice goes in its stem."""
_STRETCH: Final = BLOCK * 8192

Report = Callable[[float], None]


@dataclass(frozen=True)
class Desk:
    """How it is mixed. balance: dB that the voice is louder than usual. beat: seconds, of the echoes."""

    target: Target = field(default_factory=Target)
    balance: float = 0.0
    room: float = 0.16
    beat: float = 0.5


@dataclass(frozen=True)
class Song:
    """mix: finished. vocal, harmony: [frames, 2] as they are added to the untouched backing, before mastering."""

    mix: Samples
    vocal: Samples
    harmony: Samples | None
    mastered: Mastered


def mixed(
    backing: Samples, voices: tuple[Mono, Mono | None], desk: Desk, allocate: Allocate, crew: Crew, report: Report
) -> Song:
    """backing: [frames, 2]; voices, dry: the first and perhaps a second, each as long. All is kept but the backing."""
    lead, second = voices
    room = Room()
    first = crew.submit(_dressed, lead, Place(room=desk.room, beat=desk.beat), room, allocate)
    behind = Place(pan=0.3, double=0.3, echo=0.0, room=1.5 * desk.room, beat=desk.beat)
    other = None if second is None else crew.submit(_dressed, second, behind, room, allocate)
    beneath = crew.submit(_energies, backing)
    share = singing(lead)
    mix = allocate(len(backing))
    ducking = crew.submit(_ducked, backing, share, mix)
    vocal, energies = crew.results([first])[0], crew.results([beneath])[0]
    report(0.5)
    loudness = _loudness(energies, share) + _BESIDE + desk.balance
    loudness = _ALONE if loudness == SILENT else loudness
    _levelled(vocal, loudness, crew.check)
    harmony = None if other is None else crew.results([other])[0]
    if harmony is not None:
        _levelled(harmony, loudness + _SECOND, crew.check)
    crew.results([ducking])
    for voice in (vocal, harmony):
        if voice is not None:
            _add(mix, voice, crew.check)
    report(0.7)
    return Song(mix, vocal, harmony, master(mix, [], desk.target, crew))


def _dressed(check: Check, dry: Mono, place: Place, room: Room, allocate: Allocate) -> Samples:
    return placed(cleaned(dry, check), place, room, allocate, check)


def _ducked(check: Check, backing: Samples, share: npt.NDArray[np.float64], into: Samples) -> None:
    ducked(backing, share, _DUCK, into, check)


def _energies(check: Check, samples: Samples) -> Energies:
    return part_energies(samples, RATE, check)


def _loudness(energies: Energies, share: npt.NDArray[np.float64]) -> float:
    """LUFS of the backing while somebody sings."""
    tenths = np.add.reduceat(share, np.arange(0, len(share), 10))[: len(energies)] / 10
    beside = energies[: len(tenths)][tenths > 0.5]
    found = gated(beside) if len(beside) else SILENT
    return found if found > -70.0 else gated(energies) if gated(energies) > -70.0 else SILENT


def _levelled(voice: Samples, loudness: float, check: Check) -> None:
    """To that loudness, without a peak above what a file can hold."""
    now = gated(part_energies(voice, RATE, check))
    if now == SILENT:
        return
    gain = 10 ** (min(loudness - now, 60.0) / 20)
    peaks = BlockPeaks.of(stretches(voice, None, check))
    curve = limiting_curve(peaks, gain, _MOST)
    for start in range(0, len(voice), _STRETCH):
        check()
        part = voice[start : start + _STRETCH]
        part *= (per_frame(curve, start, start + len(part)) * np.float32(gain))[:, None]


def _add(mix: Samples, voice: Samples, check: Check) -> None:
    for start in range(0, len(mix), _STRETCH):
        check()
        mix[start : start + _STRETCH] += voice[start : start + _STRETCH]


def fitted(voice: npt.NDArray[np.float32], frames: int) -> Mono:
    """[frames]: cut, or filled up with silence."""
    made = np.zeros(frames, dtype=np.float32)
    made[: min(len(voice), frames)] = voice[:frames]
    return made


def beat_of(bpm: float) -> float:
    return 60.0 / bpm if bpm > 0 and math.isfinite(bpm) else 0.5
