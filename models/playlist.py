"""Lists of music that people keep: tracks they know, files of the collection and works made here, side by side."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Final

from pydantic import AfterValidator, Field, model_validator

from models.mood import Mood
from models.push import AtSpotify, SpotifyCopy
from models.recommendation import AS_USUAL, MOST_RECOMMENDED, Goal, WishRequest
from models.schema import Schema, storable
from models.track import Maybe, Name, SpotifyId

MOST_ITEMS: Final = 2000


def _kept(text: str) -> str:
    storable(text)
    return text


PlaylistName = Annotated[Name, Field(max_length=200)]
About = Annotated[str, Field(max_length=2000), AfterValidator(_kept)]


class ItemKind(StrEnum):
    TRACK = "track"
    FILE = "file"
    WORK = "work"


class NewItem(Schema):
    """A track by name, a file of the collection by its id, or a work of yours by the id of its order."""

    name: Name | None = None
    artist: Maybe = ""
    spotify_id: SpotifyId | None = None
    file: str | None = Field(default=None, max_length=200, description="As recommendations and matches call it")
    work: str | None = Field(default=None, max_length=200, description="The id of a finished order of yours")
    why: Maybe = Field(default="", description="Why it is here, for people")

    @model_validator(mode="after")
    def _is_something(self) -> "NewItem":
        if self.name is None and self.file is None and self.work is None:
            raise ValueError("give a name, a file or a work")
        if self.work is not None and (self.file is not None or self.spotify_id is not None):
            raise ValueError("a work is no track: give work alone")
        return self

    @property
    def kind(self) -> ItemKind:
        if self.work is not None:
            return ItemKind.WORK
        return ItemKind.FILE if self.name is None else ItemKind.TRACK


class PlaylistItem(Schema):
    """One place of a list. The same track may have several."""

    id: str
    kind: ItemKind
    name: str
    artist: str = ""
    spotify_id: str | None = None
    file: str | None = None
    work: str | None = None
    part: str | None = Field(default=None, description="Of a work, what sounds")
    seconds: float | None = None
    why: str = ""
    added_at: datetime


class PlaylistRequest(Schema):
    """A list of your own making, or one that is filled for a mood."""

    name: PlaylistName | None = Field(default=None, description="Left out: after its mood")
    description: About = ""
    items: list[NewItem] | None = Field(default=None, max_length=MOST_ITEMS)
    mood: Mood | None = Field(default=None, description="What it is to feel like; without items it is filled")
    goal: Goal | None = Field(default=None, description="Where it is to lead; match if left out")
    to: Mood | None = Field(default=None, description="Where a journey ends")
    length: int | None = Field(default=None, ge=1, le=MOST_RECOMMENDED, description=f"Tracks; {AS_USUAL} if left out")
    seed: int | None = Field(default=None, ge=0, lt=2**63)

    @model_validator(mode="after")
    def _one_way(self) -> "PlaylistRequest":
        if self.items is not None and any(one is not None for one in (self.goal, self.to, self.length, self.seed)):
            raise ValueError("items: either say what is in it, or have it filled by mood, goal, to, length and seed")
        return self

    @property
    def wish(self) -> WishRequest | None:
        """None where there is nothing to fill it with."""
        if self.items is not None or all(one is None for one in (self.mood, self.goal, self.to, self.length)):
            return None
        limit = self.length or AS_USUAL
        return WishRequest(mood=self.mood, goal=self.goal or Goal.MATCH, to=self.to, limit=limit, seed=self.seed)


class PlaylistChange(Schema):
    name: PlaylistName | None = None
    description: About | None = None
    mood: Mood | None = None


class NewItems(Schema):
    items: list[NewItem] = Field(min_length=1, max_length=MOST_ITEMS)
    at: int | None = Field(default=None, ge=0, description="Before the item in this place, counted from 0; else last")


class NewOrder(Schema):
    order: list[Annotated[str, Field(max_length=64)]] = Field(
        max_length=MOST_ITEMS, description="The ids of all items, each once, as they are to follow each other"
    )


class PlaylistSummary(Schema):
    id: str
    name: str
    description: str
    mood: Mood | None
    to: Mood | None
    goal: Goal | None
    seed: int | None
    count: int
    shared: bool = Field(description="Whether a link is out")
    spotify: SpotifyCopy | None = Field(description="Its copy at Spotify, if you took it there")
    created_at: datetime
    updated_at: datetime
    version: int = Field(description="What If-Match must name, in quotes, where something is changed")


class PlaylistView(PlaylistSummary):
    items: list[PlaylistItem]
    notes: list[str] = Field(default_factory=list, description="What could not be done when it was filled")


class PlaylistPage(Schema):
    items: list[PlaylistSummary]
    next_cursor: str | None = None


class SharedItem(Schema):
    """An item as anybody with the link sees it."""

    kind: ItemKind
    name: str
    artist: str
    spotify_id: str | None
    seconds: float | None


class SharedPlaylist(Schema):
    name: str
    description: str
    mood: Mood | None
    items: list[SharedItem]
    updated_at: datetime


class ShareLink(Schema):
    """token: told this once; who has it sees the list, and nothing else of yours."""

    token: str
    url: str


class Playlist(Schema):
    """A playlist as it is stored. share: the hash of the token of its link."""

    id: str
    owner: str
    name: str
    description: str = ""
    mood: Mood | None = None
    to: Mood | None = None
    goal: Goal | None = None
    seed: int | None = None
    items: list[PlaylistItem] = Field(default_factory=list)
    notes: list[str] = Field(default_factory=list)
    share: str | None = None
    spotify: AtSpotify | None = None
    created_at: datetime
    updated_at: datetime
    version: int = 0

    def view(self) -> PlaylistView:
        return PlaylistView(**self._facts(), items=self.items, notes=self.notes)

    def summary(self) -> PlaylistSummary:
        return PlaylistSummary(**self._facts())

    def shared(self) -> SharedPlaylist:
        items = [SharedItem(**one.model_dump(include=set(SharedItem.model_fields))) for one in self.items]
        return SharedPlaylist(
            name=self.name, description=self.description, mood=self.mood, items=items, updated_at=self.updated_at
        )

    def _facts(self) -> dict[str, object]:
        told = set(PlaylistSummary.model_fields) - {"count", "shared", "spotify"}
        facts = {name: getattr(self, name) for name in told} | {"count": len(self.items)}
        return facts | {"shared": self.share is not None, "spotify": self.spotify and self.spotify.copy_of()}
