"""What is stored about uploads."""

from modules.documents.store import Collection

UPLOADS = Collection("uploads", indexes=(("owner", "created_at"),), expires="expires_at")
