"""Spotify as the settings name it: which app, where people come back to, and with which keys it is sealed."""

from models.schema import utc_now
from modules.documents.store import Documents
from modules.realtime import Publisher
from modules.spotify.app import SpotifyApp
from modules.spotify.spotify import Spotify
from museaika.folder import DataFolder
from museaika.secrets import SecretKeys
from museaika.settings import Settings

CALLBACK = "/auth/callback"


def build_spotify(settings: Settings, documents: Documents, publisher: Publisher) -> Spotify:
    given = settings.secret_key.get_secret_value() if settings.secret_key else None
    keys = [given] if given else SecretKeys(DataFolder(settings.data).secret).ensure()
    return Spotify.wired(spotify_app(settings), documents, utc_now, publisher, keys)


def spotify_app(settings: Settings) -> SpotifyApp:
    secret = settings.spotify_client_secret
    return SpotifyApp(
        client_id=settings.spotify_client_id,
        redirect_uri=settings.spotify_redirect_uri or _usual_redirect(settings),
        client_secret=secret.get_secret_value() if secret else None,
        accounts_url=settings.spotify_accounts_url.rstrip("/"),
        api_url=settings.spotify_api_url.rstrip("/"),
        app_links=tuple(settings.spotify_app_links),
    )


def _usual_redirect(settings: Settings) -> str:
    """Where the page is reached, with the number instead of the name localhost, which Spotify does not take."""
    return f"{(settings.public_url or f'http://127.0.0.1:{settings.port}').rstrip('/')}{CALLBACK}"
