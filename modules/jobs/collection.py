"""What is stored about jobs."""

from models.schema import Schema
from modules.documents.store import Collection

JOBS = Collection(
    "jobs",
    indexes=(
        ("owner", "created_at"),
        ("owner", "state", "created_at"),
        ("queue", "state", "created_at"),
        ("engine", "state", "created_at"),
        ("state", "lease_until"),
        ("state", "expires_at"),
    ),
)
PACES = Collection("paces")


class Pace(Schema):
    """How long an engine's jobs take: what estimates and metrics are made of."""

    id: str
    seconds_per_cost: float = 0.0
    finished: int = 0
    stages: dict[str, float] = {}  # noqa: RUF012 - pydantic copies it
    """Seconds spent so far in each stage, over all finished jobs."""
    version: int = 0
