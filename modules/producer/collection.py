"""What is stored about files that came through the old producer's door."""

from modules.documents.store import Collection

PRODUCER_FILES = Collection("producer_files", indexes=(("owner", "path"),), expires="expires_at")
