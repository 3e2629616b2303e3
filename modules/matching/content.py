"""What a MIDI file is like, heard from its notes: length, tempo, key, density, and a rough mood."""

from dataclasses import astuple, dataclass, fields
from typing import Final

import numpy as np
import numpy.typing as npt
from symusic.core import ScoreSecond, ScoreTick

_MAJOR: Final = np.array([6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88])
_MINOR: Final = np.array([6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17])
"""Krumhansl and Kessler's profiles: how well each tone fits a key on C."""
_NAMES: Final = ("C", "Db", "D", "Eb", "E", "F", "Gb", "G", "Ab", "A", "Bb", "B")
_PROFILES: Final = np.stack(
    [np.roll((one - one.mean()) / one.std(), tonic) for one in (_MAJOR, _MINOR) for tonic in range(12)]
)
_LONGEST: Final = 4 * 3600.0
_SCALE: Final = np.array([0.5, 0.5, 0.7, 1.0])
"""What counts as one step away: log2 tempo, log2 density, valence, arousal."""


class Silent(ValueError):
    """There is nothing in the file that could be heard."""


@dataclass(frozen=True, slots=True)
class Content:
    """tempo: quarters a minute. key: 0-11 major on C, Db ..., 12-23 minor. density: notes a second, without drums."""

    seconds: float
    tempo: float
    key: float
    density: float
    valence: float
    arousal: float
    drums: float

    @property
    def key_name(self) -> str:
        return f"{_NAMES[int(self.key) % 12]} {'minor' if self.key >= 12 else 'major'}"

    @property
    def row(self) -> tuple[float, ...]:
        return astuple(self)


COLUMNS: Final = tuple(field.name for field in fields(Content))


def hear(data: bytes) -> Content:
    """Raises Silent for what is no MIDI, has no notes, or is absurdly long."""
    try:
        score = ScoreSecond.from_midi(data)
        ticks = ScoreTick.from_midi(data)
    except (RuntimeError, ValueError) as error:
        raise Silent(str(error)) from None
    tuned = [track.notes.numpy() for track in score.tracks if not track.is_drum and len(track.notes)]
    seconds = float(score.end())
    if not tuned or not 0 < seconds <= _LONGEST:
        raise Silent("there are no notes to learn from" if not tuned else f"it lasts {seconds:,.0f} seconds")
    pitch, length, force = (
        np.concatenate([one[name] for one in tuned]).astype(float) for name in ("pitch", "duration", "velocity")
    )
    tempo, density = _tempo(ticks), len(pitch) / seconds
    key = _key(pitch, np.minimum(length, 2.0))
    drums = any(track.is_drum and len(track.notes) for track in score.tracks)
    valence, arousal = _mood(tempo, density, float(force.mean()), float(pitch.mean()), minor=key >= 12)
    return Content(round(seconds, 2), round(tempo, 2), float(key), round(density, 3), valence, arousal, float(drums))


def distance(wanted: npt.NDArray[np.float64], rows: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    """How far each row of COLUMNS is from a wanted (tempo, density, valence, arousal); NaN is not asked for."""
    known = rows.astype(np.float64)
    here = np.stack([np.log2(known[:, 1]), np.log2(known[:, 3]), known[:, 4], known[:, 5]], axis=1)
    there = np.array([np.log2(wanted[0]), np.log2(wanted[1]), wanted[2], wanted[3]])
    steps = ((here - there) / _SCALE) ** 2
    asked = np.isfinite(there)
    far: npt.NDArray[np.float64] = np.sqrt(np.nanmean(np.where(asked, steps, np.nan), axis=1))
    return np.where(np.isfinite(here).all(axis=1), far, np.inf)


def _tempo(score: ScoreTick) -> float:
    """The one that rules for most of the piece; 120 where none is given, as MIDI says."""
    if not len(score.tempos):
        return 120.0
    times = np.array([tempo.time for tempo in score.tempos] + [max(score.end(), 1)])
    speeds = np.array([tempo.qpm for tempo in score.tempos])
    held: dict[float, float] = {}
    for speed, ticks in zip(speeds.round(1).tolist(), np.maximum(np.diff(times), 0).tolist(), strict=True):
        held[speed] = held.get(speed, 0.0) + ticks
    return float(np.clip(max(held, key=lambda speed: (held[speed], -speed)), 10, 400))


def _key(pitch: npt.NDArray[np.float64], weight: npt.NDArray[np.float64]) -> int:
    heard = np.bincount(pitch.astype(int) % 12, weights=weight + 1e-6, minlength=12)
    return int(np.argmax(_PROFILES @ (heard - heard.mean())))


def _mood(tempo: float, density: float, force: float, height: float, *, minor: bool) -> tuple[float, float]:
    """A rule of thumb, for finding kin only: fast, dense and loud is awake; major, quick and high is pleasant."""
    arousal = 0.5 * np.log2(tempo / 100) + 0.3 * np.log2(density / 6) + 0.012 * (force - 75)
    valence = (-0.4 if minor else 0.35) + 0.25 * np.log2(tempo / 100) + 0.012 * (height - 62)
    return round(float(np.tanh(valence)), 3), round(float(np.tanh(arousal)), 3)
