"""A desk for errands with a real store, a clock the test moves and a performer the test can steer."""

import pytest

from models.errand import ErrandKind
from models.errors import MuseaikaError
from modules.documents.sqlite import SQLiteDocuments
from modules.errands.collection import ERRANDS
from modules.errands.desk import Desk
from modules.errands.errands import Errands
from modules.errands.performing import Performing
from modules.errands.recovery import ErrandRecovery
from modules.errands.run import Cancelled, Waiting
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
        run = self.claim(errand)
        if run is None:
            return None
        with run:
            try:
                run.finish(self.errands.performing.perform(run))
            except Cancelled:
                run.cancelled()
            except Waiting as pause:
                run.put_off(pause)
            except MuseaikaError as refusal:
                run.fail(refusal)
        return self.stored(errand)


@pytest.fixture
def house(tmp_path):
    return ErrandHouse(tmp_path)
