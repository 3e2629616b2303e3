"""The world behind the demo: people, their apps' permissions, their music and playlists, all in memory."""

import secrets
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from museaika.demo_spotify.catalogue import Catalogue, Song, spotify_id

HALF_A_YEAR = 183 * 24 * 3600
ODD_ROWS: list[Any] = [
    {
        "added_at": "2026-11-20T12:00:00Z",
        "track": {
            "uri": "spotify:local:Garage::Demo+Tape:181",
            "name": "Demo Tape",
            "artists": [{"name": "Garage"}],
            "is_local": True,
            "id": None,
            "type": "track",
        },
    },
    {
        "added_at": "2026-11-20T12:00:00Z",
        "track": {
            "uri": "spotify:episode:512ojhOuo1ktJprKbVcKyQ",
            "name": "On Harmony",
            "show": {"name": "Talking Notes"},
            "id": "512ojhOuo1ktJprKbVcKyQ",
            "type": "episode",
        },
    },
    {"added_at": "2026-11-20T12:00:00Z", "track": None},
]
"""What real libraries hold, too: a file of one's own, a podcast, and a song that is no more."""
RANGES = ("short_term", "medium_term", "long_term")


@dataclass
class Person:
    id: str
    name: str
    listed: bool = True
    """On the list of the five people an app in Development Mode may serve."""
    top: dict[str, list[Song]] = field(default_factory=dict)
    saved: list[dict[str, Any]] = field(default_factory=list)
    """Rows of {"added_at", "track"}, newest first; tests put odd ones in."""
    recent: list[Song] = field(default_factory=list)

    @property
    def account_id(self) -> str:
        return spotify_id("account", self.id)


@dataclass
class Playlist:
    id: str
    owner: str
    name: str
    description: str = ""
    public: bool = True
    rows: list[dict[str, Any]] = field(default_factory=list)
    """Of {"uri", "added_at"}; tests may put in {"item": None} or local files."""
    revision: int = 1
    cover: bytes | None = None
    forgotten: bool = False

    @property
    def snapshot(self) -> str:
        return f"{self.id}.{self.revision}"

    @property
    def uris(self) -> list[str]:
        return [row["uri"] for row in self.rows if "uri" in row]


@dataclass
class App:
    """What a developer told Spotify about it."""

    client_id: str = "demo"
    client_secret: str | None = None
    redirect_uris: tuple[str, ...] = ("http://127.0.0.1/auth/callback", "http://[::1]/auth/callback")
    premium: bool = True
    """Whether its owner pays, without which it does not work."""


@dataclass
class Grant:
    """What somebody allowed: an authorization code, an access token or a refresh token."""

    person: str
    scopes: frozenset[str]
    until: float
    challenge: str = ""
    redirect_uri: str = ""
    used: bool = False


class World:
    def __init__(self, app: App | None = None) -> None:
        self.app = app or App()
        self.catalogue = Catalogue()
        self.people = {person.id: person for person in self._first_people()}
        self.playlists: dict[str, Playlist] = {}
        self.codes: dict[str, Grant] = {}
        self.access: dict[str, Grant] = {}
        self.refresh: dict[str, Grant] = {}
        self.access_seconds = 3600
        self.withheld: frozenset[str] = frozenset()
        """Scopes that people leave out, whatever the app asks for."""
        self.calls: list[tuple[str, str]] = []
        self.lock = threading.RLock()
        self._skipped = 0.0
        self._made = 0

    def now(self) -> float:
        return time.time() + self._skipped

    def skip(self, seconds: float) -> None:
        """Let that much time pass."""
        self._skipped += seconds

    def count(self, method: str, path: str) -> int:
        return self.calls.count((method, path))

    def allow(self, person: str, scopes: Iterable[str], challenge: str, redirect_uri: str) -> str:
        """A code for what a person agreed to, good for ten minutes and once."""
        code = secrets.token_urlsafe(48)
        granted = frozenset(scopes) - self.withheld
        self.codes[code] = Grant(person, granted, self.now() + 600, challenge, redirect_uri)
        return code

    def tokens_for(self, person: str, scopes: frozenset[str]) -> tuple[str, str]:
        """A new access token and a new refresh token, the latter good for half a year."""
        refresh = f"demo-refresh-{secrets.token_urlsafe(32)}"
        self.refresh[refresh] = Grant(person, scopes, self.now() + HALF_A_YEAR)
        return self.access_for(person, scopes), refresh

    def access_for(self, person: str, scopes: frozenset[str]) -> str:
        token = f"demo-access-{secrets.token_urlsafe(32)}"
        self.access[token] = Grant(person, scopes, self.now() + self.access_seconds)
        return token

    def revoke(self, person: str) -> None:
        """Somebody removes the app at spotify.com/account/apps."""
        for grants in (self.access, self.refresh, self.codes):
            for token in [token for token, grant in grants.items() if grant.person == person]:
                del grants[token]

    def expire_access(self) -> None:
        """Every access token is an hour older."""
        for grant in self.access.values():
            grant.until = 0.0

    def add_odd_rows(self, person: str) -> None:
        """A local file, a podcast and a song that is gone, in front of what they saved."""
        self.people[person].saved[:0] = ODD_ROWS

    def new_playlist(self, owner: str, name: str, **more: Any) -> Playlist:
        self._made += 1
        playlist = Playlist(spotify_id("playlist", f"{owner}/{self._made}"), owner, name, **more)
        self.playlists[playlist.id] = playlist
        return playlist

    def _first_people(self) -> list[Person]:
        return [
            self._with_music(Person("ada", "Ada"), 0),
            self._with_music(Person("bob", "Bob"), 60),
            self._with_music(Person("eve", "Eve (not on the app's list)", listed=False), 120),
        ]

    def _with_music(self, person: Person, start: int) -> Person:
        songs = self.catalogue.songs
        person.top = {one: _turned(songs, start + 20 * place)[:50] for place, one in enumerate(RANGES)}
        person.recent = _turned(songs, start + 7)[:30]
        saved = [*self.catalogue.old, *_turned(songs, start + 11)][:120]
        person.saved = [{"added_at": "2026-01-05T12:00:00Z", "track": song} for song in saved]
        return person


def _turned(songs: list[Song], start: int) -> list[Song]:
    start %= len(songs)
    return songs[start:] + songs[:start]
