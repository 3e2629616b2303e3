"""`DropFolder`: a file laid into a folder becomes an order, and what came of it appears in folders beside it."""

import hashlib
import logging
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from models.errors import MuseaikaError, NotFound, Unavailable
from models.generation import Brief
from models.job import Job, JobState
from modules.files.store import Files
from modules.jobs.jobs import Jobs
from modules.uploads.uploads import Uploads

logger = logging.getLogger(__name__)
OWNER: Final = "drop"
MELODIES, VOICES = "melody_results", "vocal_results"
DONE, REFUSED = "done", "refused"
WORDS: Final = ".txt"
MELODY: Final = "melody.mid"
_CHUNK: Final = 1 << 18
State = tuple[int, int]
"""Size and time of change: a file is whole when they stay for a look."""


@dataclass
class DropFolder:
    """order: what to make of an upload's id and the words in the text file of the same name, "" where there is none.

    A file is known by its name, size and time, so nothing is ordered twice, whoever dies in between.
    """

    folder: Path
    uploads: Uploads
    jobs: Jobs
    files: Files
    order: Callable[[str, str], Brief]
    _seen: dict[Path, State] = field(default_factory=dict)
    _known: dict[str, str] = field(default_factory=dict)

    def look(self) -> None:
        """Order what is new, put away what is finished. Raises Unavailable when it has to wait."""
        self.folder.mkdir(parents=True, exist_ok=True)
        before, self._seen = self._seen, {path: _state(path) for path in self._dropped()}
        for path, state in self._seen.items():
            if before.get(path) == state:
                self._settle(path, state)

    def _dropped(self) -> Iterator[Path]:
        for path in sorted(self.folder.iterdir()):
            if path.is_file() and not path.name.startswith(".") and path.suffix.lower() != WORDS:
                yield path

    def _settle(self, path: Path, state: State) -> None:
        key = hashlib.sha256(f"{path.name} {state[0]} {state[1]}".encode()).hexdigest()
        try:
            job = self._ordered(path, key)
        except Unavailable:
            raise
        except NotFound:
            self._known.pop(key, None)
            return
        except MuseaikaError as error:
            self._refused(path, f"{error.detail} {error.next_step or ''}".strip())
            return
        if job.state is JobState.FINISHED:
            self._deliver(path, job)
        elif job.state in {JobState.FAILED, JobState.CANCELLED}:
            told = job.error
            self._refused(path, f"{told.detail} {told.next_step or ''}".strip() if told else "It was called off.")

    def _ordered(self, path: Path, key: str) -> Job:
        """The same upload and the same job every time."""
        if key in self._known:
            return self.jobs.get(OWNER, self._known[key])
        with path.open("rb") as file:
            upload = self.uploads.receive(OWNER, path.name, iter(lambda: file.read(_CHUNK), b""), f"file {key}")
        job = self.jobs.submit(OWNER, self.order(upload.id, self._words(path)), f"order {key}")
        self._known[key] = job.id
        return job

    def _words(self, path: Path) -> str:
        written = path.with_suffix(WORDS)
        return written.read_text(encoding="utf-8-sig", errors="replace") if written.is_file() else ""

    def _deliver(self, path: Path, job: Job) -> None:
        """Whole folders only: what is there can be taken."""
        for part in job.work.parts if job.work else []:
            kind = MELODIES if part.name == MELODY else VOICES
            target = self._aside(kind, path) / part.name
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("wb") as file:
                file.writelines(self.files.read(job.folder + part.name))
        for kind in (MELODIES, VOICES):
            made, place = self._aside(kind, path), self._place(kind, path)
            if made.is_dir():
                shutil.rmtree(place, ignore_errors=True)
                made.rename(place)
        self._put_away(path, DONE)
        logger.info("%s became %s", path.name, self._place(VOICES, path))

    def _refused(self, path: Path, why: str) -> None:
        self._put_away(path, REFUSED)
        (self.folder / REFUSED / f"{path.name}.why{WORDS}").write_text(why + "\n", encoding="utf-8")
        logger.warning("%s cannot be sung to: %s", path.name, why)

    def _place(self, kind: str, path: Path) -> Path:
        return self.folder.parent / kind / path.stem

    def _aside(self, kind: str, path: Path) -> Path:
        return self.folder.parent / kind / f".{path.stem}.part"

    def _put_away(self, path: Path, where: str) -> None:
        (self.folder / where).mkdir(exist_ok=True)
        for file in (path, path.with_suffix(WORDS)):
            if file.is_file():
                file.rename(self.folder / where / file.name)


def _state(path: Path) -> State:
    facts = path.stat()
    return facts.st_size, facts.st_mtime_ns
