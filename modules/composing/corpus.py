"""`Corpus`, all songs of a training or held-out set in a few flat arrays that one file keeps."""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from modules.composing import pop909, scores
from modules.composing.bars import BAR, Bars, Floats, Ints
from modules.composing.controls import STYLES
from modules.composing.songs import Song

ARCHIVES = {
    "openscore_lieder_CC0_midi.zip": "song",
    "openewld_leadsheets_midi.zip": "lead",
    "chopin_first_editions_CCBY4.zip": "piano",
    "openscore_quartets_CC0_midi.zip": "chamber",
}
POP, POP_QUANTISED = "pop909.zip", "pop909_cl.zip"


@dataclass(frozen=True)
class Corpus:
    """Songs one after the other: notes [notes, 5] with bars counted through, first[k] the first bar of song k."""

    names: list[str]
    styles: Ints
    modes: Ints
    first: Ints
    notes: Ints
    lengths: Ints
    chords: Ints
    tempo: Floats
    crooked: Floats
    shift: Ints

    def song(self, index: int) -> Song:
        """Song number index again."""
        low, high = int(self.first[index]), int(self.first[index + 1])
        bars = Bars(self.notes, self.lengths, self.chords).window(low, high - low)
        style = STYLES[int(self.styles[index])]
        rest = (self.shift[low:high], self.tempo[low:high], int(self.modes[index]), self.crooked[low:high])
        return Song(self.names[index], style, bars, *rest)

    def save(self, path: Path) -> None:
        """Write everything into one .npz file."""
        notes = self.notes.astype(np.int32)
        arrays = {name: value for name, value in vars(self).items() if name not in {"names", "notes"}}
        np.savez_compressed(path, names=np.array(self.names), notes=notes, **arrays)


def load(path: Path) -> Corpus:
    """The corpus that `save` wrote."""
    with np.load(path) as file:
        arrays = {name: file[name] for name in file.files}
    arrays["notes"] = arrays["notes"].astype(np.int64)
    return Corpus(names=[str(name) for name in arrays.pop("names")], **arrays)


def pack(songs: list[Song]) -> Corpus:
    """Many songs in flat arrays."""
    counts = [len(song.bars) for song in songs]
    first = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    offset = np.eye(1, 5, BAR, dtype=np.int64)
    return Corpus(
        names=[song.name for song in songs],
        styles=np.array([STYLES.index(song.style) for song in songs]),
        modes=np.array([song.mode for song in songs]),
        first=first,
        notes=np.concatenate([song.bars.notes + start * offset for song, start in zip(songs, first, strict=False)]),
        lengths=np.concatenate([song.bars.lengths for song in songs]),
        chords=np.concatenate([song.bars.chords for song in songs]),
        tempo=np.concatenate([song.tempo for song in songs]),
        crooked=np.concatenate([song.crooked for song in songs]),
        shift=np.concatenate([song.shift for song in songs]),
    )


def read_all(folder: Path) -> Iterator[tuple[Song, bool]]:
    """(song, held out) of every permitted set found in the folder; the last tenth of every set but POP909 is held
    out.
    """
    quantised = folder / POP_QUANTISED
    plain = pop909.in_four(quantised) if quantised.exists() else None
    if (folder / POP).exists():
        yield from pop909.read(folder / POP, plain)
    for archive, style in ARCHIVES.items():
        if (folder / archive).exists():
            yield from _archive(folder / archive, style)


def read_folder(folder: Path) -> Iterator[Song]:
    """Songs of any folder of MIDI files, as a stream."""
    for path in sorted([*folder.rglob("*.mid"), *folder.rglob("*.midi")]):
        try:
            yield scores.read(path.read_bytes(), path.stem, "other")
        except scores.NothingToRead:
            continue


def _archive(archive: Path, style: str) -> Iterator[tuple[Song, bool]]:
    with zipfile.ZipFile(archive) as opened:
        names = sorted(name for name in opened.namelist() if name.endswith(".mid"))
        for rank, name in enumerate(names):
            try:
                yield scores.read(opened.read(name), f"{style}/{Path(name).stem}", style), rank >= 0.9 * len(names)
            except scores.NothingToRead:
                continue
