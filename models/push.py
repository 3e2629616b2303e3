"""Taking a playlist to Spotify: what can be wished, what came of it, and how both differ afterwards."""

from datetime import datetime
from enum import StrEnum

from pydantic import Field

from models.schema import Schema


class PushWish(Schema):
    """How a playlist is to be taken to Spotify."""

    public: bool = Field(default=False, description="Whether others find it there; counts where it is made anew")
    recreate: bool = Field(default=False, description="Make it anew if it was deleted at Spotify since")
    cover: bool = Field(default=True, description="With its cover, where you allowed the upload of pictures")


class LeftOut(Schema):
    """An item that is not in the playlist at Spotify, and why."""

    item: str
    name: str
    artist: str
    why: str


class CoverState(StrEnum):
    UPLOADED = "uploaded"
    UNCHANGED = "unchanged"
    NOT_WANTED = "not_wanted"
    NOT_ALLOWED = "not_allowed"
    FAILED = "failed"


class PushResult(Schema):
    """What GET /errands/<id> tells as `result` when a playlist is at Spotify."""

    id: str = Field(description="Spotify's id of it")
    url: str
    made: bool = Field(description="True when it was made there by this push")
    items: int = Field(description="How many are there, in your order")
    left_out: list[LeftOut]
    cover: CoverState


class AtSpotify(Schema):
    """A playlist's copy at Spotify, as stored with it. `account` says whose, so that another account never uses it."""

    id: str
    account: str
    snapshot_id: str | None = None
    pushed_at: datetime | None = None
    """None while the first push is under way."""
    cover: str | None = None
    """The hash of the picture that was uploaded."""
    refused: list[str] = Field(default_factory=list)
    """URIs that Spotify did not take; the next push tries them again."""

    def copy_of(self) -> "SpotifyCopy":
        return SpotifyCopy(id=self.id, url=playlist_url(self.id), pushed_at=self.pushed_at)


class SpotifyCopy(Schema):
    """Where a playlist is found at Spotify."""

    id: str
    url: str
    pushed_at: datetime | None = Field(description="When it was last the same; null while the first push is under way")


class CopyState(StrEnum):
    NEVER = "never"
    SAME = "same"
    DIFFERENT = "different"
    GONE = "gone"


class Renamed(Schema):
    here: str
    there: str


class Stray(Schema):
    """An item that one side has and the other has not; `at` is its place there, counted from 0."""

    at: int
    name: str
    artist: str
    spotify_id: str | None


class SpotifyDifferences(Schema):
    """What differs between a playlist and its copy at Spotify, and what can be done about it."""

    state: CopyState
    copy_there: SpotifyCopy | None = None
    name: Renamed | None = None
    missing: list[Stray] = Field(default_factory=list, description="Here, but not there")
    extra: list[Stray] = Field(default_factory=list, description="There, but not here; POST them to items to keep them")
    moved: int = Field(default=0, description="Moves of tracks, or of rows of them, that bring both into one order")
    left_out: list[LeftOut] = Field(default_factory=list, description="What cannot be there")
    proposal: str = Field(description="What to do, for people")


def playlist_url(spotify_id: str) -> str:
    return f"https://open.spotify.com/playlist/{spotify_id}"
