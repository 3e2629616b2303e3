"""Ada, her account at the demo Spotify, a playlist of hers, and the errands that take it there."""

import pytest

from models.errand import ErrandKind
from models.playlist import ItemKind, Playlist, PlaylistItem
from models.push import PushWish
from models.schema import utc_now
from modules.errands.desk import Desk
from modules.errands.errands import Errands
from modules.errands.performing import Performing
from modules.errands.recovery import ErrandRecovery
from modules.playlists.kept import KeptPlaylists
from modules.playlists.push import Push
from modules.playlists.pushes import Pushes
from museaika.demo_spotify.faults import Fault
from museaika.demo_spotify.server import DemoSpotify
from tests.errand_turns import turn
from tests.fakes import Clock, RememberingPublisher
from tests.spotify_people import log_in, spotify_on


class Killed(BaseException):
    """The process is gone at this moment."""


class PushHouse:
    def __init__(self, demo, folder):
        self.demo, self.clock, self.publisher = demo, Clock(), RememberingPublisher()
        self.clock.now = utc_now()
        self.ids = iter(range(1, 10_000))
        self.spotify, self.documents = spotify_on(demo, folder, self.clock, self.publisher)
        self.kept = KeptPlaylists(self.documents)
        desk = Desk(self.documents, self.publisher, lambda _: None, self.clock, lambda: f"errand{next(self.ids)}")
        push = Push(self.kept, self.spotify, self.clock, lambda _: None)
        performing = Performing(desk, {ErrandKind.PUSH: push})
        self.errands = Errands(desk, performing, ErrandRecovery(desk, lambda: 0))
        self.pushes = Pushes(self.kept, self.spotify, self.errands)
        self.songs = demo.world.catalogue.songs

    def playlist(self, count=120, name="Calm music", songs=None, **more):
        now = self.clock()
        items = [
            PlaylistItem(
                id=f"i{at}", kind=ItemKind.TRACK, name=song.name, artist=song.artist, spotify_id=song.id, added_at=now
            )
            for at, song in enumerate(self.songs[:count] if songs is None else songs)
        ]
        told = {"owner": "me", "name": name, "items": items, "created_at": now, "updated_at": now} | more
        return self.kept.shelf.insert(Playlist(id=f"list{next(self.ids)}", **told))

    def change(self, playlist, **update):
        return self.kept.shelf.change(playlist.id, lambda known: known.model_copy(update=update))

    def order(self, playlist, **wish):
        return self.pushes.order("me", playlist.id, PushWish(**wish))

    def turn(self, errand):
        """What the task does, once; BaseExceptions are deaths."""
        turn(self.errands.performing, errand.id)
        return self.stored(errand)

    def push(self, playlist, **wish):
        return self.turn(self.order(playlist, **wish))

    def stored(self, errand):
        return self.errands.get("me", errand.id)

    def later(self, **time):
        self.clock.advance(**time)
        return self.errands.recovery.tick()

    def theirs(self):
        """Her playlists at Spotify, as they are."""
        return [one for one in self.demo.world.playlists.values() if one.owner == "ada" and not one.forgotten]

    def strike(self, kind, **how):
        self.demo.faults.append(Fault(kind, **how))

    def is_there(self, playlist):
        """One copy, and all in order."""
        wanted = [f"spotify:track:{one.spotify_id}" for one in self.kept.get("me", playlist.id).items if one.spotify_id]
        return [one.uris for one in self.theirs()] == [wanted]


@pytest.fixture
def demo():
    with DemoSpotify() as demo:
        yield demo


@pytest.fixture
def house(demo, tmp_path):
    house = PushHouse(demo, tmp_path)
    log_in(house.spotify)
    demo.world.calls.clear()
    yield house
    house.documents.close()
