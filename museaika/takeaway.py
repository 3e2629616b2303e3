"""A finished work as somebody takes it away: a few files a song in the forms they like, each signed."""

from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import Final

from modules.audio.encoding import MEDIA_TYPES, transcode
from modules.generation.engine import Part, Work
from modules.provenance.data import FileData
from modules.provenance.making import Making
from modules.provenance.provenance import Provenance

NOTES: Final = {"mid": "score.mid", "musicxml": "score.musicxml", "png": "pianoroll.png"}
FACTS: Final = {"record.json": ".json", "chords.json": ".chords.json"}
FORMS: Final = (*NOTES, *MEDIA_TYPES, "json")
"""What a song can be taken away as."""


class Takeaway:
    """Puts song-01.mid, song-01.wav ... into a folder; stems into song-01-stems/. stem: the name of a single song."""

    def __init__(
        self,
        folder: Path,
        forms: Sequence[str],
        provenance: Provenance,
        making: Making | None,
        stem: str | None = None,
    ) -> None:
        self._folder = folder
        self._forms = forms
        self._provenance = provenance
        self._making = making
        self._stem = stem

    def pack(self, work: Work) -> list[list[Path]]:
        """The files of every song."""
        self._folder.mkdir(parents=True, exist_ok=True)
        return [list(self._packed(number, parts)) for number, parts in enumerate(_songs(work), 1)]

    def _packed(self, number: int, parts: dict[str, Part]) -> Iterator[Path]:
        stem = self._folder / (self._stem or f"song-{number:02d}")
        for form in self._forms:
            if form in NOTES and NOTES[form] not in parts:
                continue
            if form in NOTES:
                yield self._kept(parts[NOTES[form]], stem.with_name(f"{stem.name}.{form}"))
            elif form == "json":
                for name in (one for one in FACTS if one in parts):
                    yield self._kept(parts[name], stem.with_name(stem.name + FACTS[name]))
            else:
                yield self._sounding(parts["mix.flac"], stem.with_name(f"{stem.name}.{form}"))
                for name, part in parts.items():
                    if part.kind == "stem":
                        inside = stem.with_name(f"{stem.name}-stems")
                        yield self._sounding(part, inside / PurePosixPath(name).with_suffix(f".{form}").name)

    def _sounding(self, part: Part, target: Path) -> Path:
        if target.suffix == ".flac":
            return self._kept(part, target)
        made = part.path.with_suffix(target.suffix)
        transcode(part.path, made)
        media_type = MEDIA_TYPES[target.suffix.removeprefix(".")]
        return self._kept(Part(part.name, part.kind, media_type, made), target)

    def _kept(self, part: Part, target: Path) -> Path:
        target.parent.mkdir(parents=True, exist_ok=True)
        if self._making is None:
            target.write_bytes(part.path.read_bytes())
            return target
        with FileData(part.path) as data, target.open("wb") as file:
            file.writelines(self._provenance.stamp(data, target.name, part.media_type, self._making))
        return target


def _songs(work: Work) -> list[dict[str, Part]]:
    """The parts of every song by their names inside it; the record of the whole order is nobody's."""
    songs: dict[str, dict[str, Part]] = {}
    several = any(part.name.startswith("songs/") for part in work.parts)
    for part in work.parts:
        if several and not part.name.startswith("songs/"):
            continue
        _, number, name = part.name.split("/", 2) if several else ("", "1", part.name)
        songs.setdefault(number, {})[name] = part
    return [songs[number] for number in sorted(songs)]
