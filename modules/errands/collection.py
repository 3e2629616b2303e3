"""What is stored about errands."""

from modules.documents.store import Collection

ERRANDS = Collection(
    "errands",
    indexes=(
        ("owner", "created_at"),
        ("state", "lease_until"),
        ("state", "not_before"),
        ("state", "enqueued_at"),
    ),
    unique=(("owner", "kind", "subject", "open"),),
    expires="expires_at",
)
