"""Real pieces to compare with: the held-out songs of POP909, or any ZIP or folder of MIDI files."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

from modules.composing import pop909, scores
from modules.composing.songs import Song

MOST = 200
"""Files read of a collection other than POP909."""


def real_songs(path: Path) -> list[Song]:
    """Of POP909 only the songs that no network was trained on; of anything else all that can be read."""
    if path.is_dir():
        return list(_read((file.stem, file.read_bytes()) for file in sorted(path.rglob("*.mid"))))
    with zipfile.ZipFile(path) as archive:
        names = sorted(name for name in archive.namelist() if name.lower().endswith((".mid", ".midi")))
        if not any(name.endswith("beat_midi.txt") for name in archive.namelist()):
            return list(_read((Path(name).stem, archive.read(name)) for name in names))
    held = {number for name in names if (number := int(Path(name).stem)) % pop909.HOLD_OUT == 0}
    return [song for song, out in pop909.read(path, held) if out]


def _read(files: Iterator[tuple[str, bytes]]) -> Iterator[Song]:
    count = 0
    for name, data in files:
        try:
            song = scores.read(data, name, "other")
        except scores.NothingToRead:
            continue
        if len(song.bars) >= 16:
            yield song
            count += 1
        if count == MOST:
            return
