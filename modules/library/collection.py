"""What is stored about tracks."""

from modules.documents.store import Collection

TRACKS = Collection("tracks", indexes=(("owner",),))
