"""Finished works of the real engines, notes only, and somebody who asks about them."""

import pytest

from models.generation import Brief
from models.question import Question
from modules.documents.sqlite import SQLiteDocuments
from modules.files.local import LocalFiles
from modules.generation.questions.questions import Questions
from modules.generation.registry import Engines
from modules.jobs.desk import Desk
from modules.jobs.jobs import Jobs
from modules.jobs.terms import Terms
from modules.jobs.workshop import Workshop
from modules.provenance.provenance import Provenance
from modules.provenance.signing import Signer
from modules.services import COLLECTIONS
from modules.uploads.uploads import Uploads
from tests.fakes import Clock, RememberingPublisher
from tests.unit.modules.generation.engines.composer.conftest import piece


class House:
    def __init__(self, folder):
        self.clock, self.count = Clock(), 0
        documents = SQLiteDocuments(folder / "documents.sqlite", self.clock)
        documents.prepare(COLLECTIONS)
        self.files = LocalFiles(folder / "files")
        self.uploads = Uploads(documents, self.files, self.clock, self.new_id)
        self.engines = Engines.from_settings({})
        self.provenance = Provenance(Signer("a secret"), [], "MuseAIka test")
        desk = Desk(
            documents,
            self.files,
            self.engines,
            self.uploads,
            RememberingPublisher(),
            lambda job_id, queue: None,
            Terms(self.clock, self.new_id, lambda: 7),
            self.provenance,
        )
        self.jobs, self.workshop = Jobs(desk), Workshop(desk, folder / "scratch")
        self.questions = Questions(self.files, self.provenance, self.engines, self.uploads.has)

    def new_id(self):
        self.count += 1
        return f"id{self.count}"

    def upload(self, seed=1, name="mine.mid", **facts):
        return self.uploads.receive("ann", name, [piece(seed, **facts)]).id

    def submit(self, engine="composer", mood=None, seconds=None, seed=None, **options):
        if engine == "composer":
            options = {"material": "rules", "sounds": "none"} | options
        return self.jobs.submit("ann", Brief(engine=engine, mood=mood, seconds=seconds, seed=seed, options=options))

    def made(self, *args, **order):
        job = self.submit(*args, **order)
        with self.workshop.claim(job.id, "w") as run:
            assert run.finish(self.workshop.make(run))
        return self.jobs.get("ann", job.id)

    def ask(self, job, question, song=None):
        return self.questions.ask(job, Question(question=question, song=song))


@pytest.fixture(scope="session")
def house(tmp_path_factory):
    return House(tmp_path_factory.mktemp("asked"))


@pytest.fixture(scope="session")
def calm(house):
    return house.made(mood="calm", seconds=40, seed=4)


@pytest.fixture(scope="session")
def liked(house):
    uploads = [house.upload(1, "first.mid", bpm=100), house.upload(2, "second.mid", bpm=100)]
    return house.made(seconds=20, seed=3, like=[*uploads, house.upload(3, "drums.mid", drums=True)])


@pytest.fixture(scope="session")
def several(house):
    return house.made(mood="sad", seconds=8, count=3, seed=5)


@pytest.fixture(scope="session")
def rendered(house):
    return house.made("render", midi=house.upload(4, "tune.mid", bars=4))
