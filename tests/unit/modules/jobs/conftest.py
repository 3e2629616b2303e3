"""A desk with a real store, real files, a clock the test moves and an engine the test can steer."""

from pathlib import Path

import pytest

from models.generation import Brief
from modules.documents.sqlite import SQLiteDocuments
from modules.files.local import LocalFiles
from modules.generation.registry import Engines
from modules.jobs.desk import Desk
from modules.jobs.jobs import Jobs
from modules.jobs.recovery import Recovery
from modules.jobs.terms import Terms
from modules.jobs.workshop import Workshop
from modules.provenance.provenance import Provenance
from modules.provenance.signing import Signer
from modules.services import COLLECTIONS
from modules.uploads.uploads import Uploads
from tests.fakes import Clock, RememberingPublisher, TextCard


class House:
    """Everything around a job, in one place."""

    def __init__(self, folder: Path) -> None:
        self.clock = Clock()
        self.publisher = RememberingPublisher()
        self.card = TextCard()
        self.enqueued: list[tuple[str, str]] = []
        self.backlog: dict[str, int | None] = {"cpu": 0}
        self._ids = 0
        documents = SQLiteDocuments(folder / "documents.sqlite", self.clock)
        documents.prepare(COLLECTIONS)
        self.files = LocalFiles(folder / "files")
        uploads = Uploads(documents, self.files, self.clock, self.new_id)
        terms = Terms(self.clock, self.new_id, lambda: 7)
        self.desk = Desk(
            documents,
            self.files,
            Engines({"text": self.card}),
            uploads,
            self.publisher,
            lambda job_id, queue: self.enqueued.append((job_id, queue)),
            terms,
            Provenance(Signer("a secret"), [], "MuseAIka test"),
        )
        self.jobs = Jobs(self.desk)
        self.workshop = Workshop(self.desk, folder / "scratch")
        self.recovery = Recovery(self.desk, self.backlog.get)

    def new_id(self) -> str:
        self._ids += 1
        return f"id{self._ids}"

    def brief(self, **options: object) -> Brief:
        return Brief(engine="text", options=options)


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)
