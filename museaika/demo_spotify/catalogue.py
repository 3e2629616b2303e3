"""The songs of the demo: invented ones and a few old ones, always the same, in the form Spotify describes a track."""

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import Any

ARTISTS = (
    "Ada & the Engines",
    "Böhmer Quartett",
    "Copper Lanterns",
    "Dot Matrix",
    "Élise Marchand",
    "Fjord Signals",
    "Glass Orchard",
    "Hour of Moths",
    "Ilmari Kesä",
    "Juniper Falls",
    "Kid Parallax",
    "Low Tide Choir",
    "Mira Okafor",
    "Night Ferry",
    "Old Harbour Band",
    "Paper Satellites",
    "Quiet Machines",
    "Rosa Valverde",
    "Slow Comet",
    "The Tin Sparrows",
)
MOODS = ("happy", "calm", "sad", "angry", "dreamy", "party", "focus", "rainy", "summer", "midnight")
FEELS = {
    "happy": "feel good",
    "calm": "mellow",
    "sad": "melancholic",
    "angry": "aggressive intense",
    "dreamy": "ambient",
    "party": "energetic",
    "midnight": "dark",
}
"""What else people who look for such a song may write."""
SAYS_NOTHING = frozenset({"music", "musik", "song", "songs"})
THINGS = (
    "Windows",
    "Letters",
    "Rivers",
    "Streetlights",
    "Gardens",
    "Trains",
    "Mirrors",
    "Harbours",
    "Signals",
    "Stairs",
)
OLD = (
    ("Frédéric Chopin", "Waltz Op. 18 No. 1"),
    ("Frédéric Chopin", "Mazurka Op. 63 No. 2"),
    ("Robert Franz", "Stille Sicherheit"),
    ("Jane Bingham Abbott", "Just for Today"),
    ("Pauline Duchambge", "Ronde des pauvres"),
    ("Ernest Chausson", "La dernière feuille"),
)
"""Pieces that the collection which ships has, too, so that something of what people listen to is known here."""
GENRES = ("indie pop", "ambient", "folk", "electronic", "jazz", "rock")


def spotify_id(kind: str, name: str) -> str:
    """22 letters and digits, always the same for the same thing."""
    letters = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
    number = int.from_bytes(hashlib.sha256(f"{kind}:{name}".encode()).digest())
    return "".join(letters[(number // 62**place) % 62] for place in range(22))


@dataclass(frozen=True)
class Song:
    artist: str
    name: str
    number: int

    @cached_property
    def id(self) -> str:
        return spotify_id("track", f"{self.artist}/{self.name}")

    @property
    def uri(self) -> str:
        return f"spotify:track:{self.id}"

    @property
    def isrc(self) -> str:
        return f"QZDEM26{self.number:05d}"

    @property
    def genre(self) -> str:
        return GENRES[self.number % len(GENRES)]

    @property
    def words(self) -> str:
        feels = FEELS.get(self.name.split()[0].casefold(), "")
        return f"{self.name} {self.artist} {self.genre} {feels}".casefold()

    def told(self, api: str) -> dict[str, Any]:
        """As Spotify tells it to a new app: without popularity, markets and previews."""
        artist = _thing("artist", self.artist, api) | {"name": self.artist}
        album = f"{MOODS[self.number % len(MOODS)].title()} Tapes"
        return _thing("track", f"{self.artist}/{self.name}", api) | {
            "name": self.name,
            "artists": [artist],
            "album": _album(album, artist, api),
            "disc_number": 1,
            "track_number": 1 + self.number % 10,
            "duration_ms": 150_000 + self.number * 977 % 150_000,
            "explicit": False,
            "external_ids": {"isrc": self.isrc},
            "is_local": False,
            "is_playable": True,
        }


class Catalogue:
    """Two hundred songs, of which each mood word finds twenty, and the old ones."""

    def __init__(self) -> None:
        titles = [(mood, thing) for mood in MOODS for thing in THINGS]
        self.songs = [
            Song(ARTISTS[(place * 7 + turn * 3) % len(ARTISTS)], f"{mood.title()} {thing}{suffix}", place * 2 + turn)
            for place, (mood, thing) in enumerate(titles)
            for turn, suffix in enumerate(("", " - Remastered 2011"))
        ]
        self.old = [Song(artist, name, len(self.songs) + place) for place, (artist, name) in enumerate(OLD)]
        self.by_uri = {song.uri: song for song in (*self.songs, *self.old)}
        self.by_id = {song.id: song for song in (*self.songs, *self.old)}

    def search(self, wanted: str) -> list[Song]:
        """Every word that says something must be there; isrc:, genre:, artist: and track: narrow it down."""
        text = wanted.casefold().replace('"', " ")
        if "isrc:" in text:
            code = text.split("isrc:")[1].split()[0].upper()
            return [song for song in self.songs if song.isrc == code]
        for field in ("genre:", "artist:", "track:"):
            text = text.replace(field, " ")
        words = [word for word in text.split() if word not in SAYS_NOTHING]
        return [song for song in self.songs if words and all(word in song.words for word in words)]


def _thing(kind: str, name: str, api: str) -> dict[str, Any]:
    identity = spotify_id(kind, name)
    return {
        "id": identity,
        "type": kind,
        "uri": f"spotify:{kind}:{identity}",
        "href": f"{api}/{kind}s/{identity}",
        "external_urls": {"spotify": f"https://open.spotify.com/{kind}/{identity}"},
    }


def _album(name: str, artist: dict[str, Any], api: str) -> dict[str, Any]:
    return _thing("album", f"{artist['name']}/{name}", api) | {
        "name": name,
        "album_type": "album",
        "total_tracks": 10,
        "artists": [artist],
        "images": [],
        "release_date": "2011-05-01",
        "release_date_precision": "day",
    }
