"""What is stored about Spotify: links, logins on their way, and pauses that Spotify asked for."""

from modules.documents.store import Collection

SPOTIFY_LINKS = Collection("spotify_links", indexes=(("owner",), ("reauth_by",)))
SPOTIFY_LOGINS = Collection("spotify_logins", indexes=(("owner",),), expires="expires_at")
SPOTIFY_HANDOFFS = Collection("spotify_handoffs", indexes=(("owner",),), expires="expires_at")
SPOTIFY_PAUSES = Collection("spotify_pauses", expires="until")
