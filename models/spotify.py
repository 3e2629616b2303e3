"""Spotify as everybody here speaks of it: the link to an account, its tracks and its playlists."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, ConfigDict, Field

from models.schema import Schema


class TimeSpan(StrEnum):
    """Over which time Spotify says what somebody listens to most."""

    SHORT = "short_term"
    MEDIUM = "medium_term"
    LONG = "long_term"


class Access(StrEnum):
    """How much of an account is asked for; writing only when it is first needed."""

    LISTEN = "listen"
    WRITE = "write"


class LinkState(StrEnum):
    UNLINKED = "unlinked"
    LINKED = "linked"
    REAUTH_SOON = "reauth_soon"
    REAUTH_REQUIRED = "reauth_required"


class SpotifyProfile(Schema):
    account_id: str = Field(description="Never changes, unlike the name a person goes by")
    display_name: str | None = None


class SpotifyTrack(Schema):
    """A song, an episode of a podcast or a file of the listener's own; only the first two have an id."""

    uri: str
    name: str
    artists: list[str] = Field(default_factory=list)
    id: str | None = None
    kind: Literal["track", "episode", "local"] = "track"
    duration_ms: int | None = None
    isrc: str | None = None
    playable: bool = Field(default=True, description="False where Spotify no longer plays it to this person")

    @property
    def artist(self) -> str:
        return ", ".join(self.artists)


class SpotifyPage(Schema):
    """A page of what somebody listens to. rows: how many there were, null ones too. total: of all pages, if told."""

    tracks: list[SpotifyTrack]
    rows: int
    total: int | None = None
    more: bool = False


class SpotifyItem(Schema):
    """One place of a playlist. Nothing is in it where Spotify no longer has what was there."""

    track: SpotifyTrack | None = None

    @property
    def uri(self) -> str | None:
        return self.track.uri if self.track else None


class SpotifyPlaylist(Schema):
    id: str
    name: str
    description: str = ""
    public: bool | None = None
    snapshot_id: str | None = None
    total: int | None = Field(default=None, description="How many items; None where Spotify does not say")
    owner: str | None = None

    @property
    def url(self) -> str:
        return f"https://open.spotify.com/playlist/{self.id}"


class SpotifyLink(Schema):
    """The account somebody connected, as stored. The tokens are sealed, and gone once they are worth nothing."""

    id: str
    owner: str
    account_id: str
    display_name: str | None = None
    scopes: list[str] = Field(default_factory=list)
    """What was granted, which may be less than what was asked for."""
    sealed: bytes | None = None
    linked_at: datetime
    authorized_at: datetime
    access_until: datetime
    reauth_by: datetime
    """When Spotify forgets the permission, whatever is done until then."""
    refreshing_until: datetime | None = None
    """Somebody fetches new tokens right now, or died while doing so."""
    lost_at: datetime | None = None
    told_at: datetime | None = None
    """When the owner was told that they must log in again before long."""
    version: int = 0


class SpotifyLinkView(Schema):
    """How somebody's connection to Spotify stands."""

    state: LinkState
    display_name: str | None = None
    can_write: bool = Field(
        default=False, description="Whether playlists may be written; GET /auth/login?access=write asks"
    )
    linked_at: datetime | None = None
    reauth_by: datetime | None = Field(
        default=None, description="Log in again before then: Spotify forgets after half a year"
    )


class SpotifyLogin(Schema):
    """A login on its way, as stored: only hashes of what the browser carries."""

    id: str
    owner: str | None = None
    """Who began it, if anybody was signed in."""
    browser: str
    sealed: bytes
    scopes: list[str]
    return_to: str
    challenge: str | None = None
    """Of the app that began it; None for a browser."""
    app_state: str | None = None
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    version: int = 0


class SpotifyHandoff(Schema):
    """A finished login that an app will fetch in a moment, with its one-time code, as stored."""

    id: str
    owner: str | None = None
    challenge: str
    sealed: bytes
    expires_at: datetime
    version: int = 0


class SpotifyPause(Schema):
    """Until when Spotify wants to hear nothing from this app, as stored."""

    id: str
    until: datetime
    quota: bool = False
    version: int = 0


def _local_path(path: str) -> str:
    """A place on this server: a browser must not be sent anywhere else."""
    if (
        not path.startswith("/")
        or path.startswith(("//", "/\\"))
        or any(ord(letter) < 33 or letter == "\\" for letter in path)
    ):
        raise ValueError("must be a path on this server, such as /")
    return path


LocalPath = Annotated[str, Field(max_length=500), AfterValidator(_local_path)]


class LoginWish(Schema):
    """How a login should go."""

    access: Access = Field(default=Access.LISTEN, description="write asks for playlists, too")
    return_to: LocalPath = Field(default="/", description="Where the browser goes afterwards, on this server")
    app_link: str | None = Field(
        default=None,
        max_length=500,
        description="For apps: the link that opens them, one of MUSEAIKA_SPOTIFY_APP_LINKS",
    )
    code_challenge: str | None = Field(
        default=None, pattern=r"^[A-Za-z0-9_-]{43}$", description="For apps: SHA-256 of their verifier in base64url"
    )
    state: str | None = Field(default=None, max_length=500, description="For apps: comes back as it is")


class LoginReturn(Schema):
    """What Spotify sends a browser back with, and perhaps more one day."""

    model_config = ConfigDict(extra="ignore")

    state: str = Field(default="", max_length=200)
    code: str | None = Field(default=None, max_length=2000)
    error: str | None = Field(default=None, max_length=200)
