"""What a wish comes to without a server: tracks out of a collection and of files, and why each."""

import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from models.errors import Invalid
from models.recommendation import Wish
from modules.library.exchange import read_list
from modules.library.naming import track_id
from modules.matching.matching import Matching
from modules.recommending.compiling import Compiled, Person, compiled
from modules.recommending.library import Tables, looked_up
from modules.recommending.open_music import OpenMusic
from modules.recommending.pool import Choice, Pool
from modules.recommending.table import Table, TableFile


class BadWish(Invalid):
    code = "recommendation.bad_wish"
    title = "This cannot be wished for"


class NoTracksFile(Invalid):
    code = "tracks.unreadable"
    title = "No list of tracks"


@dataclass(frozen=True)
class Recommended:
    made: Compiled
    unknown: int

    @property
    def notes(self) -> list[str]:
        """For somebody at a terminal, who has no server to post to."""
        return [note.replace("POST /music/features", "--features CSV") for note in self.made.notes]

    def as_json(self, wish: Wish) -> dict[str, Any]:
        told = wish.model_dump(mode="json") | {"unknown": self.unknown, "notes": self.notes}
        return told | {"items": [one.model_dump(mode="json") for one in self.made.items]}


def wish_of(given: dict[str, Any]) -> Wish:
    """Raises BadWish."""
    told = {name: value for name, value in given.items() if value is not None}
    try:
        return Wish(**{"seed": secrets.randbelow(2**31)} | told)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise BadWish(
            f"{place}: {first['msg'].removeprefix('Value error, ')}", field=place, next_step="museaika recommend --help"
        ) from None


def recommended(wish: Wish, index: Path | None, tracks: Path | None, features: Path | None) -> Recommended:
    """Raises NoTracksFile, BadList, TableUnreadable, BadFeatures, SpotifysOwn, NoDestination, IndexMissing."""
    open_music = OpenMusic(Matching(index))
    there = open_music.pool
    if open_music.away is not None:
        raise open_music.away
    table = TableFile(features).read()
    own = () if tracks is None else (_own(tracks, open_music, table),)
    choice = Choice((*own, table.catalogue, there))
    return Recommended(compiled(choice, wish, Person()), choice.unknown)


def _own(path: Path, open_music: OpenMusic, table: Table) -> Pool:
    if not path.is_file():
        raise NoTracksFile(f"There is no file {path}.", field="--tracks", next_step="Give a CSV of artist and title.")
    listed = read_list(path.read_bytes()).tracks
    told = [one.model_dump() | {"id": track_id(one.name, one.artist, one.spotify_id)} for one in listed]
    return looked_up(told, Tables(Table, table, ()), open_music).own
