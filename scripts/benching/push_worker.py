"""The process that does pushes and is killed for it: the real task, over the documents of one run."""

import logging
import time
from pathlib import Path
from types import SimpleNamespace

from celery import Celery

from models.errand import ErrandKind, ErrandState
from models.events import Event
from models.schema import utc_now
from modules.documents.sqlite import SQLiteDocuments
from modules.documents.store import Query
from modules.errands.desk import Desk
from modules.errands.errands import Errands
from modules.errands.performing import Performing
from modules.errands.recovery import ErrandRecovery
from modules.services import COLLECTIONS
from modules.spotify.app import SpotifyApp
from modules.spotify.spotify import Spotify
from museaika.ids import new_id
from museaika.pushing import push_performer
from workers.errands import run_errand

IDLE = 0.05


class Nobody:
    """Nobody hears what happens."""

    def publish(self, event: Event) -> None:
        """Gone."""


class PushHouse:
    """What a server has for pushes, on a folder of its own."""

    def __init__(self, folder: Path, url: str) -> None:
        self.documents = SQLiteDocuments(folder / "museaika.sqlite", utc_now)
        self.documents.prepare(COLLECTIONS)
        app = SpotifyApp("demo", "http://127.0.0.1:8000/auth/callback", None, url, f"{url}/v1")
        self.spotify = Spotify.wired(app, self.documents, utc_now, Nobody(), ["a secret of this benchmark"])
        desk = Desk(self.documents, Nobody(), lambda _: None, utc_now, new_id)
        performing = Performing(desk, {ErrandKind.PUSH: push_performer(self.documents, self.spotify)})
        self.errands = Errands(desk, performing, ErrandRecovery(desk, lambda: 0))


def work(folder: str, url: str) -> None:
    """Do what is due, and look after what died, until killed."""
    logging.getLogger("modules.errands").setLevel(logging.ERROR)  # workers are lost here all the time
    house = PushHouse(Path(folder), url)
    celery = Celery("bench", set_as_current=True)
    celery.services = lambda: SimpleNamespace(errands=house.errands)
    due = Query({"state": ErrandState.QUEUED.value}, order="enqueued_at")
    while True:
        house.errands.recovery.tick()
        for errand in house.errands.desk.errands.find(due)[0]:
            run_errand(errand.id)
        time.sleep(IDLE)
