"""One push of a long playlist, through a Spotify in trouble, by a worker that is killed again and again."""

import random
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path

from benching.push_worker import PushHouse, work
from models.errand import ENDED, ErrandState
from models.playlist import ItemKind, Playlist, PlaylistItem
from models.push import PushWish
from models.schema import utc_now
from models.spotify import SpotifyProfile
from modules.playlists.kept import KeptPlaylists
from modules.playlists.pushes import Pushes
from modules.spotify.app import LISTEN, WRITE
from modules.spotify.oauth import Agreed, Grant
from museaika.demo_spotify.catalogue import Song
from museaika.demo_spotify.faults import Fault
from museaika.demo_spotify.server import DemoSpotify
from museaika.demo_spotify.world import World

OWNER, PERSON = "me", "ada"
LONGEST = 900.0
LOOK_EVERY = 0.005
FATAL = 14
"""A worker that is killed has seen fewer requests answered than this; a push in peace takes 16."""
TROUBLES = {"status": 0.04, "cut": 0.03, "status_after": 0.04, "cut_after": 0.04, "rate": 0.02}
"""What becomes of so many of all requests; half of the pauses are short, half longer than a worker waits."""


@dataclass
class Counted(Fault):
    struck: int = 0

    def strikes(self, method: str, path: str) -> bool:
        struck = super().strikes(method, path)
        self.struck += struck
        return struck


@dataclass
class Outcome:
    """What is at Spotify in the end."""

    state: str
    seconds: float
    playlists: int
    items: int
    in_order: bool
    kills: int
    troubles: int
    requests: int
    orders: int
    error: str = ""

    def is_right(self, tracks: int) -> bool:
        return self.state == "finished" and self.playlists == 1 and self.items == tracks and self.in_order


@dataclass
class PushRun:
    """kills: how often at most; troubles: whether Spotify has any."""

    folder: Path
    processes: ForkServerContext
    dice: random.Random
    tracks: int
    kills: int
    troubles: bool
    killed: int = field(default=0, init=False)
    orders: int = field(default=0, init=False)
    error: str = field(default="", init=False)

    def go(self) -> Outcome:
        self.folder.mkdir(parents=True)
        with DemoSpotify(_world(self.tracks)) as demo:
            house = PushHouse(self.folder, demo.url)
            try:
                return self._gone_through(demo, house)
            finally:
                house.documents.close()

    def _gone_through(self, demo: DemoSpotify, house: PushHouse) -> Outcome:
        playlist = self._listed(demo, house)
        demo.faults[:] = [Counted(kind, chance=chance, seed=self.dice.randrange(10**6), seconds=seconds)
                          for kind, chance, seconds in _storm(self.troubles)]  # fmt: skip
        begun = time.monotonic()
        state = self._until_settled(demo, house, playlist)
        theirs = [one for one in demo.world.playlists.values() if not one.forgotten]
        wanted = [f"spotify:track:{one.spotify_id}" for one in playlist.items]
        return Outcome(
            state=state,
            seconds=time.monotonic() - begun,
            playlists=len(theirs),
            items=sum(len(one.uris) for one in theirs),
            in_order=[one.uris for one in theirs] == [wanted],
            kills=self.killed,
            troubles=sum(one.struck for one in demo.faults if isinstance(one, Counted)),
            requests=len(demo.world.calls),
            orders=self.orders,
            error=self.error,
        )

    def _until_settled(self, demo: DemoSpotify, house: PushHouse, playlist: Playlist) -> str:
        """A push that was given up because its worker died too often in vain is ordered again, as people do."""
        pushes = Pushes(KeptPlaylists(house.documents), house.spotify, house.errands)
        end = time.monotonic() + LONGEST
        while True:
            self.orders += 1
            errand = pushes.order(OWNER, playlist.id, PushWish())
            while (now := house.errands.get(OWNER, errand.id)).state not in ENDED and time.monotonic() < end:
                self._one_worker(demo, house, errand.id, end)
            self.error = now.error.code if now.error else ""
            if now.state is not ErrandState.FAILED or self.error != "errand.worker_lost":
                return now.state.value

    def _one_worker(self, demo: DemoSpotify, house: PushHouse, errand_id: str, end: float) -> None:
        """It lives until so many more requests have come, or until the errand is settled."""
        process: ForkServerProcess = self.processes.Process(target=work, args=(str(self.folder), demo.url), daemon=True)
        process.start()
        last = self.killed >= self.kills
        fatal = len(demo.world.calls) + self.dice.randrange(FATAL)
        delay = self.dice.random() * 0.03
        look = time.monotonic()
        while time.monotonic() < end:
            time.sleep(LOOK_EVERY)
            if not last and len(demo.world.calls) >= fatal:
                time.sleep(delay)
                self.killed += 1
                break
            if time.monotonic() - look > 0.2:
                look = time.monotonic()
                if house.errands.get(OWNER, errand_id).state in ENDED:
                    break
        process.kill()  # SIGKILL
        process.join()

    def _listed(self, demo: DemoSpotify, house: PushHouse) -> Playlist:
        scopes = (*LISTEN, *WRITE)
        access, refresh = demo.world.tokens_for(PERSON, frozenset(scopes))
        profile = SpotifyProfile(account_id=demo.world.people[PERSON].account_id, display_name="Ada")
        house.spotify.links.connect(OWNER, Agreed(profile, Grant(access, 3600, refresh, scopes), scopes))
        now, songs = utc_now(), self.dice.sample(demo.world.catalogue.songs, self.tracks)
        facts = {"kind": ItemKind.TRACK, "added_at": now}
        items = [
            PlaylistItem(id=str(at), name=one.name, artist=one.artist, spotify_id=one.id, **facts)
            for at, one in enumerate(songs)
        ]
        told = {"created_at": now, "updated_at": now, "items": items}
        return KeptPlaylists(house.documents).shelf.insert(Playlist(id="list", owner=OWNER, name="Calm music", **told))


def _storm(troubles: bool) -> list[tuple[str, float, float]]:
    if not troubles:
        return []
    found = [(kind, chance, 1.0) for kind, chance in TROUBLES.items()]
    return [*found[:-1], ("rate", TROUBLES["rate"] / 2, 1.0), ("rate", TROUBLES["rate"] / 2, 4.0)]


def _world(tracks: int) -> World:
    """With more songs than the demo has."""
    world = World()
    more = [Song(f"The Storm {number % 40}", f"Rain {number}", 1000 + number) for number in range(tracks)]
    world.catalogue.songs += more
    world.catalogue.by_uri |= {song.uri: song for song in more}
    world.catalogue.by_id |= {song.id: song for song in more}
    return world


def all_at_once(runs: list[PushRun], hands: int) -> list[Outcome]:
    """So many at a time: most of a run is waiting."""
    with ThreadPoolExecutor(hands) as pool:
        return list(pool.map(PushRun.go, runs))
