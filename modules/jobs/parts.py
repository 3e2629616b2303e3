"""The files of finished works: as stored, in another sound format when first asked for, or all in one bundle."""

import tempfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from models.errors import NotFound
from models.job import Job
from modules.audio.encoding import MEDIA_TYPES, transcode
from modules.files.bundle import zipped
from modules.files.store import FileInfo, FileMissing, Files
from modules.provenance.data import FileData
from modules.provenance.provenance import Provenance


class PartMissing(NotFound):
    code = "work.no_such_file"


class Parts:
    def __init__(self, files: Files, provenance: Provenance) -> None:
        self._files = files
        self._provenance = provenance

    def open(self, job: Job, name: str) -> FileInfo:
        """The stored file behind a name; mix.mp3 is made from mix.flac or .wav at the first call (may take seconds)."""
        if name in self._names(job) or (job.preview and name == job.preview.name):
            return self._files.info(job.folder + name)
        source = self._source(job, name)
        if source is None:
            known = ", ".join(self._names(job)) or "none yet"
            raise PartMissing(f"This work has no file {name!r}.", field="name", next_step=f"Its files: {known}.")
        try:
            return self._files.info(job.folder + name)
        except FileMissing:
            return self._encoded(job.folder, source, name)

    def bundle(self, job: Job) -> Iterator[bytes]:
        """Every part of the work as one zip, the same bytes each time."""
        return zipped((name, self._files.read(job.folder + name)) for name in sorted(self._names(job)))

    def _names(self, job: Job) -> list[str]:
        return [part.name for part in job.work.parts] if job.work else []

    def _source(self, job: Job, name: str) -> str | None:
        """The sound part that has this name but for its ending, which must be one we can make."""
        wanted = PurePosixPath(name)
        if str(wanted) != name or wanted.suffix.removeprefix(".") not in MEDIA_TYPES:
            return None
        sources = (str(wanted.with_suffix(ending)) for ending in (".flac", ".wav"))
        return next((source for source in sources if source in self._names(job)), None)

    def _encoded(self, place: str, source: str, name: str) -> FileInfo:
        """Made aside, and stored whole: two who ask at once make the same bytes twice."""
        media_type = MEDIA_TYPES[PurePosixPath(name).suffix.removeprefix(".")]
        with tempfile.TemporaryDirectory(prefix="museaika-") as folder:
            stored, made = Path(folder, f"stored{PurePosixPath(source).suffix}"), Path(folder, PurePosixPath(name).name)
            with stored.open("wb") as file:
                file.writelines(self._files.read(place + source))
            transcode(stored, made)
            with FileData(stored) as before, FileData(made) as after:
                signed = self._provenance.pass_on(before, after, name, media_type)
                return self._files.put(place + name, signed, media_type)
