"""Builds what takes playlists to Spotify: who orders it, and who does it."""

from models.schema import utc_now
from modules.documents.store import Documents
from modules.errands.errands import Errands
from modules.playlists.kept import KeptPlaylists
from modules.playlists.push import Push
from modules.playlists.pushes import Pushes
from modules.spotify.spotify import Spotify


def push_performer(documents: Documents, spotify: Spotify) -> Push:
    return Push(KeptPlaylists(documents), spotify, utc_now)


def build_pushes(documents: Documents, spotify: Spotify, errands: Errands) -> Pushes:
    return Pushes(KeptPlaylists(documents), spotify, errands)
