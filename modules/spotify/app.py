"""The Spotify app this server speaks as: its id, where people come back to, and which addresses Spotify lets be."""

from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from models.errors import NotFound, Unavailable

LISTEN: Final = ("user-top-read", "user-read-recently-played", "user-library-read", "playlist-read-private")
WRITE: Final = ("playlist-modify-private", "playlist-modify-public", "user-library-modify", "ugc-image-upload")
LOOPBACK: Final = {"127.0.0.1", "::1"}


class NotConfigured(NotFound):
    code = "spotify.not_configured"
    title = "This server has no Spotify app"


class BadRedirect(Unavailable):
    code = "spotify.redirect_uri"
    title = "A setting is not valid"


@dataclass(frozen=True)
class SpotifyApp:
    client_id: str | None
    redirect_uri: str
    client_secret: str | None = field(default=None, repr=False)
    accounts_url: str = "https://accounts.spotify.com"
    api_url: str = "https://api.spotify.com/v1"
    app_links: tuple[str, ...] = ()
    """Addresses of apps that a login may return to."""

    def ready(self) -> str:
        """The client id. Raises NotConfigured, which says how to get one, and BadRedirect."""
        if not self.client_id:
            raise NotConfigured(
                "Nobody can log in with Spotify here: the server has no client id. Everything else works without.",
                next_step="Make an app at https://developer.spotify.com/dashboard (its owner needs Premium; it serves "
                f"five people), add {self.redirect_uri} to its redirect URIs, set SPOTIFY_CLIENT_ID to its client id "
                "and start the server again. `museaika up --demo-spotify` shows it all without an account.",
            )
        if complaint := self.complaint():
            raise BadRedirect(complaint, field="SPOTIFY_REDIRECT_URI", next_step=f"Set it to {self.suggestion()}.")
        return self.client_id

    def complaint(self) -> str | None:
        """Why Spotify would not take the redirect address, if it would not."""
        parts = urlsplit(self.redirect_uri)
        if parts.scheme == "https" and parts.hostname:
            return None
        if parts.scheme == "http" and parts.hostname in LOOPBACK:
            return None
        if parts.hostname == "localhost":
            return "Spotify takes http://127.0.0.1 or http://[::1], but never the name localhost."
        return (
            f"Spotify takes {self.redirect_uri!r} for no redirect address: only https, or http on 127.0.0.1 or [::1]."
        )

    def suggestion(self) -> str:
        parts = urlsplit(self.redirect_uri)
        port = f":{parts.port}" if parts.port else ""
        if parts.hostname == "localhost":
            return f"http://127.0.0.1{port}/auth/callback"
        return f"https://{parts.hostname or 'music.example.org'}/auth/callback"

    @property
    def host(self) -> str:
        """The host and port that a login must begin on, because its cookie returns to no other."""
        return urlsplit(self.redirect_uri).netloc

    @property
    def origin(self) -> str:
        parts = urlsplit(self.redirect_uri)
        return f"{parts.scheme}://{parts.netloc}"
