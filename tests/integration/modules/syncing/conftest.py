"""Somebody whose Spotify account is read into their library, by errands that a test performs, kills or lets wait."""

from datetime import timedelta

import pytest

from models.errand import ErrandKind
from models.schema import utc_now
from modules.documents.store import ALL
from modules.errands.desk import Desk
from modules.errands.errands import Errands
from modules.errands.performing import Performing
from modules.errands.recovery import ErrandRecovery
from modules.library.tracks import Tracks
from modules.services import COLLECTIONS
from modules.syncing.reader import AccountReader
from modules.syncing.syncing import Syncing, performer
from museaika.demo_spotify.faults import Fault
from museaika.demo_spotify.server import DemoSpotify
from museaika.ids import new_id
from tests.fakes import Clock, RememberingPublisher
from tests.spotify_people import log_in, spotify_on
from workers.errands import run_errand


class Task:
    """What a worker gives its task."""

    def __init__(self, errands):
        self.services = self
        self.errands = errands
        self.request = self
        self.hostname = "here"


class Reading:
    """Ada's account, her library, and the errands between them."""

    def __init__(self, demo, folder, most):
        self.demo, self.clock, self.publisher = demo, Clock(), RememberingPublisher()
        self.clock.now = utc_now()
        self.spotify, self.documents = spotify_on(demo, folder, self.clock, self.publisher)
        self.tracks = Tracks(self.documents, self.clock)
        self.slept = []
        reader = AccountReader(
            self.tracks.synced, lambda owner: self.spotify.of(owner).listening, self.clock, self.slept.append, most
        )
        desk = Desk(self.documents, self.publisher, lambda _id: None, self.clock, new_id)
        self.performing = Performing(desk, {ErrandKind.SYNC: performer(reader)})
        self.errands = Errands(desk, self.performing, ErrandRecovery(desk, lambda: 0))
        every = timedelta(minutes=10)
        self.syncing = Syncing(self.errands, self.tracks.synced, self.spotify.links, self.clock, every)
        log_in(self.spotify)
        demo.world.calls.clear()

    @property
    def ada(self):
        return self.demo.world.people["ada"]

    def do(self, errand):
        """What a worker does with it; the errand as it stands then."""
        run_errand.run.__func__(Task(self.errands), errand.id)
        return self.errands.get("me", errand.id)

    def sync(self, **how):
        return self.do(self.syncing.begin("me", **how))

    def shown(self):
        """name -> origins, short."""
        return {
            one.name: [origin.source.value.removeprefix("spotify:") for origin in one.origins]
            for one in self.tracks.all_of("me")
        }

    def stored(self):
        """Everything that is stored, by collection and id."""
        return {
            one.name: {document["id"]: document for document in self.documents.find(one, ALL, limit=100).items}
            for one in COLLECTIONS
        }

    def strike(self, kind, **how):
        self.demo.faults.append(Fault(kind, **how))


@pytest.fixture
def demo():
    with DemoSpotify() as demo:
        yield demo


@pytest.fixture
def most():
    """Saved tracks that are read."""
    return 10_000


@pytest.fixture
def reading(demo, tmp_path, most):
    reading = Reading(demo, tmp_path, most)
    yield reading
    reading.documents.close()


def song(number, **more):
    """A row of saved tracks."""
    track = {
        "id": f"{number:022d}",
        "uri": f"spotify:track:{number:022d}",
        "name": f"Song {number}",
        "artists": [{"name": f"Somebody {number % 900}"}],
        "type": "track",
        "is_local": False,
    }
    return {"added_at": "2026-01-05T12:00:00Z", "track": track | more}


@pytest.fixture
def songs():
    """songs(3) are three rows of saved tracks."""
    return lambda count, start=0: [song(number) for number in range(start, start + count)]
