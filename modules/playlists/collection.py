"""What is stored about playlists."""

from modules.documents.store import Collection

PLAYLISTS = Collection("playlists", indexes=(("owner", "updated_at"),), unique=(("share",),))
