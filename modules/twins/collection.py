"""What is stored about twins."""

from modules.documents.store import Collection

TWINS = Collection("twins", indexes=(("owner", "created_at"),), unique=(("owner", "producer", "model"),))
