"""What is stored about moods."""

from modules.documents.store import Collection

MOODS = Collection("moods", indexes=(("owner", "created_at"), ("owner", "corrected_at")))
