"""A desk for errands with a real store, a clock the test moves and a performer the test can steer."""

import pytest

from models.errand import ErrandKind
from modules.documents.sqlite import SQLiteDocuments
from modules.errands.collection import ERRANDS
from modules.errands.desk import Desk
from modules.errands.errands import Errands
from modules.errands.performing import Performing
from modules.errands.recovery import ErrandRecovery
from tests.errand_turns import turn
from tests.fakes import Clock, RememberingPublisher


class ErrandHouse:
    def __init__(self, folder):
        self.clock, self.publisher = Clock(), RememberingPublisher()
        self.enqueued, self.backlog, self.ids = [], 0, iter(range(1, 1000))
        self.does = lambda run: {"done": True}
        documents = SQLiteDocuments(folder / "documents.sqlite", self.clock)
        documents.prepare([ERRANDS])
        self.desk = Desk(documents, self.publisher, self.enqueued.append, self.clock, lambda: f"errand{next(self.ids)}")
        performing = Performing(self.desk, {ErrandKind.PUSH: self._does})
        self.errands = Errands(self.desk, performing, ErrandRecovery(self.desk, lambda: self.backlog))

    def _does(self, run):
        return self.does(run)

    def start(self, subject="list", **options):
        return self.errands.start("ann", ErrandKind.PUSH, subject, options)

    def stored(self, errand):
        return self.desk.errands.get(errand.id)

    def claim(self, errand):
        return self.errands.performing.claim(errand.id, "w")

    def perform(self, errand):
        """What the task does."""
        return self.stored(errand) if turn(self.errands.performing, errand.id) else None


@pytest.fixture
def house(tmp_path):
    return ErrandHouse(tmp_path)
