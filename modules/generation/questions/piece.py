"""`Piece`: a finished song as its files tell it, and `Reading`, which remembers what was looked at."""

import json
from dataclasses import dataclass, field
from typing import Any

from models.job import Job
from models.provenance import Verdict
from models.question import Fact
from modules.files.store import Files
from modules.provenance.provenance import Provenance

RECORD, CHORDS = "record.json", "chords.json"
SIGNED = "museaika_provenance/record/"
"""Where in a signed JSON file the signed record lies."""


@dataclass(frozen=True)
class Piece:
    """One song of a work. number: from 1, of so many. verdict: on its record, None where there is none."""

    job: Job
    documents: dict[str, Any]
    verdict: Verdict | None
    number: int = 1
    count: int = 1
    folder: str = ""

    def look(self, path: str, document: str = RECORD) -> Any:
        """The value at a path such as `result/bpm` or `result/sections/0`; None where there is none."""
        found: Any = self.documents.get(document)
        for step in path.split("/"):
            if isinstance(found, dict):
                found = found.get(step)
            elif isinstance(found, list) and step.isdecimal() and int(step) < len(found):
                found = found[int(step)]
            else:
                return None
        return found

    @property
    def composed(self) -> bool:
        """Its engine wrote the notes for a mood, rather than playing somebody's."""
        return "mood" in self.documents.get(RECORD, {})

    @property
    def referenced(self) -> bool:
        return bool(self.look("inputs/references"))


@dataclass
class Reading:
    """A piece being read for an answer: what is got from it becomes a fact."""

    piece: Piece
    facts: list[Fact] = field(default_factory=list)

    def get(self, path: str, document: str = RECORD) -> Any:
        value = self.piece.look(path, document)
        if value is not None:
            fact = Fact(path=f"{self.piece.folder}{document}#/{path}", value=value)
            if fact not in self.facts:
                self.facts.append(fact)
        return value

    def signed(self, path: str) -> Any:
        """Of what the server signed."""
        return self.get(SIGNED + path)


def read_piece(job: Job, files: Files, provenance: Provenance, number: int = 1) -> Piece:
    """Song `number` of a finished job; a work that left no record is a piece nothing is known of."""
    names = {part.name for part in job.work.parts} if job.work else set()
    count = max(sum(name.startswith("songs/") and name.endswith(f"/{RECORD}") for name in names), 1)
    folder = f"songs/{number:02d}/" if count > 1 else ""
    documents: dict[str, Any] = {}
    verdict = None
    for name in (RECORD, CHORDS):
        if folder + name in names:
            data = b"".join(files.read(job.folder + folder + name))
            documents[name] = json.loads(data)
            verdict = provenance.verify(data) if name == RECORD else verdict
    return Piece(job, documents, verdict, number, count, folder)


def songs_of(job: Job) -> int:
    parts = job.work.parts if job.work else []
    return max(sum(part.name.startswith("songs/") and part.name.endswith(f"/{RECORD}") for part in parts), 1)
