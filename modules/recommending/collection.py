"""What is stored about recommendations."""

from modules.documents.store import Collection

FEEDBACK = Collection("feedback", indexes=(("owner", "created_at"),))
SHOWN = Collection("shown", indexes=(("owner", "at"),), expires="expires_at")
FEATURES = Collection("features", indexes=(("owner",),))
