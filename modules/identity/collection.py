"""What is stored about people and their sign-ins."""

from modules.documents.store import Collection

USERS = Collection("users", indexes=(("erasing_since",),), unique=(("spotify_id",),))
SESSIONS = Collection("sessions", indexes=(("owner", "created_at"),), expires="expires_at")
CONSENTS = Collection("consents", indexes=(("owner",),))
