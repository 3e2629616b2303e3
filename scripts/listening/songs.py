"""`Known`: a song of POP909 with what is written about it: beats, downbeats, chords and key in seconds."""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from modules.score.midi import read_midi
from modules.score.score import Score
from modules.score.sustain import sustained

Floats = npt.NDArray[np.float64]
HOLD_OUT = 10
"""Every song whose number this divides is for evaluation alone."""


@dataclass(frozen=True)
class Known:
    """beats: [beats, 2] seconds and whether a bar begins. chords, keys: (start, end, label) in seconds."""

    number: int
    score: Score
    beats: Floats
    chords: list[tuple[float, float, str]]
    keys: list[tuple[float, float, str]]

    @property
    def held_out(self) -> bool:
        return self.number % HOLD_OUT == 0

    @property
    def tempo(self) -> float:
        """Beats a minute by the median gap."""
        return 60.0 / float(np.median(np.diff(self.beats[:, 0])))

    @property
    def key(self) -> str:
        """The one that lasts longest."""
        lasting: dict[str, float] = {}
        for start, end, label in self.keys:
            lasting[label] = lasting.get(label, 0.0) + end - start
        return max(lasting, key=lambda label: lasting[label])

    def notes(self) -> Floats:
        """[notes, 4] start and end in seconds, as the keys are held, pitch, and number of the track."""
        rows = [
            (note.start, note.end, note.pitch, index)
            for index, track in enumerate(self.score.tracks)
            if not track.is_drum
            for note in track.notes
        ]
        table = np.array(rows, dtype=np.float64).reshape(-1, 4)
        table[:, :2] = self.score.tempo_map.seconds(table[:, :2])
        return table[np.argsort(table[:, 0], kind="stable")]


def numbers(archive: Path, *, held_out: bool) -> list[int]:
    with zipfile.ZipFile(archive) as opened:
        found = sorted(int(Path(name).stem) for name in opened.namelist() if name.endswith(".mid"))
    return [number for number in found if (number % HOLD_OUT == 0) == held_out]


def read_songs(archive: Path, wanted: list[int]) -> Iterator[Known]:
    with zipfile.ZipFile(archive) as opened:
        for number in wanted:
            yield _song(opened, number)


def _song(opened: zipfile.ZipFile, number: int) -> Known:
    folder = f"POP909/{number:03d}"
    beats = np.array(list(_rows(opened, f"{folder}/beat_midi.txt")), dtype=np.float64)
    return Known(
        number,
        read_midi(opened.read(f"{folder}/{number:03d}.mid")),
        beats[:, [0, 2]],
        _spans(opened, f"{folder}/chord_midi.txt"),
        _spans(opened, f"{folder}/key_audio.txt"),
    )


def _rows(opened: zipfile.ZipFile, path: str) -> list[list[str]]:
    return [line.split() for line in opened.read(path).decode().splitlines() if line.strip()]


def _spans(opened: zipfile.ZipFile, path: str) -> list[tuple[float, float, str]]:
    return [(float(row[0]), float(row[1]), row[2] if len(row) > 2 else "N") for row in _rows(opened, path)]


def pedalled(score: Score) -> Score:
    """As it sounds: the pedal played by the fingers."""
    return score.with_tracks(sustained)
