"""Reads POP909: melody, bridge and piano with annotated beats, chords and keys."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from symusic.core import ScoreSecond, ScoreTick

from modules.composing import chords as harmony
from modules.composing import tonality
from modules.composing.bars import Floats, Ints
from modules.composing.songs import Sketch, Song, bar_lines, compose

TRACKS = {"MELODY": 0, "BRIDGE": 1, "PIANO": 2}
HOLD_OUT = 10


def read(archive: Path, plain_metre: set[int] | None = None) -> Iterator[tuple[Song, bool]]:
    """(song, held out) of every song; plain_metre limits them to these numbers."""
    with zipfile.ZipFile(archive) as opened:
        names = sorted(name for name in opened.namelist() if name.endswith(".mid"))
        for path in names:
            number = int(Path(path).stem)
            if plain_metre is not None and number not in plain_metre:
                continue
            song = _song(opened, Path(path).parent.as_posix(), number)
            if song is not None:
                yield song, number % HOLD_OUT == 0


def in_four(archive: Path) -> set[int]:
    """Numbers of the songs that the quantised edition writes in 4/4 throughout."""
    found = set()
    with zipfile.ZipFile(archive) as opened:
        for path in opened.namelist():
            if path.endswith(".mid"):
                signatures = ScoreTick.from_midi(opened.read(path)).time_signatures
                if all((s.numerator, s.denominator) == (4, 4) for s in signatures):
                    found.add(int(Path(path).stem))
    return found


def _song(opened: zipfile.ZipFile, folder: str, number: int) -> Song | None:
    beats = np.array([line.split() for line in _lines(opened, f"{folder}/beat_midi.txt")], dtype=np.float64)
    down = np.flatnonzero(beats[:, 2] > 0)
    if len(down) < 9:
        return None
    lines = np.concatenate([[0], np.cumsum(bar_lines([int(gap) * 4 for gap in np.diff(down)]))])
    down = down[0] + lines // 4
    gaps = np.diff(down)
    seconds = beats[:, 0]
    times = ScoreSecond.from_midi(opened.read(f"{folder}/{number:03d}.mid"))
    rows = [
        (note.start, note.end, TRACKS[track.name], note.pitch)
        for track in times.tracks
        if track.name in TRACKS
        for note in track.notes
    ]
    notes = np.array(rows, dtype=np.float64)
    start, end = _sixteenths(notes[:, 0], seconds), _sixteenths(notes[:, 1], seconds)
    shift, mode = _keys(opened, folder, seconds[down], notes)
    table = np.stack([start, end - start, notes[:, 2], notes[:, 3]], axis=1)
    tempo = 60 * gaps / np.diff(seconds[down])
    found = _chords(_lines(opened, f"{folder}/chord_midi.txt"), seconds, down)
    return compose(f"pop909/{number:03d}", "pop", Sketch(table, down * 4, shift, tempo, mode, found))


def _lines(opened: zipfile.ZipFile, path: str) -> list[str]:
    return [line for line in opened.read(path).decode().splitlines() if line.strip()]


def _sixteenths(times: Floats, beats: Floats) -> Floats:
    after = beats[-1] + np.arange(1, 9) * (beats[-1] - beats[-2])
    line = np.concatenate([beats, after])
    return np.asarray(np.interp(times, line, 4.0 * np.arange(len(line))))


def _keys(opened: zipfile.ZipFile, folder: str, down: Floats, notes: Floats) -> tuple[Ints, int]:
    """Shift of every bar and the mode of most; an annotation that fits the notes worse than what is heard gives way."""
    spans = [line.split() for line in _lines(opened, f"{folder}/key_audio.txt")]
    ends = np.array([float(span[1]) for span in spans])
    where = np.minimum(np.searchsorted(ends, down), len(spans) - 1)
    when = np.minimum(np.searchsorted(ends, notes[:, 0]), len(spans) - 1)
    shifts, modes = [], []
    for index, span in enumerate(spans):
        tonic, mode = span[2].split(":")
        here = notes[when == index] if (when == index).sum() > 30 else notes
        weights = np.bincount(here[:, 3].astype(int) % 12, weights=here[:, 1] - here[:, 0], minlength=12).astype(
            np.float32
        )
        kind = tonality.MINOR if mode == "min" else tonality.MAJOR
        shift, other = tonality.home(harmony.pitch_class(tonic), kind), tonality.home(*tonality.estimate(weights))
        shifts.append(other if tonality.inside(weights, other) > tonality.inside(weights, shift) + 0.03 else shift)
        modes.append(kind)
    lengths = np.bincount(where, minlength=len(spans))
    return np.array(shifts)[where[:-1]], modes[int(np.argmax(lengths))]


def _chords(lines: list[str], beats: Floats, down: Ints) -> Ints:
    """[bars, 4] annotated chord at the middle of every quarter."""
    spans = [line.split() for line in lines]
    ends = np.array([float(span[1]) for span in spans])
    ids = np.array([harmony.parse(span[2]) if len(span) > 2 else harmony.NO_CHORD for span in spans])
    result = np.zeros((len(down) - 1, 4), dtype=np.int64)
    for quarter in range(4):
        beat = np.minimum(down[:-1] + quarter, len(beats) - 1)
        middle = beats[beat] + 0.5 * np.diff(beats).mean()
        result[:, quarter] = ids[np.minimum(np.searchsorted(ends, middle), len(ids) - 1)]
    return result
