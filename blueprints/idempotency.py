"""The header by which a client may safely send a request again."""

from pydantic import BaseModel, ConfigDict, Field


class IdempotencyHeader(BaseModel):
    model_config = ConfigDict(extra="ignore", populate_by_name=True)
    idempotency_key: str | None = Field(
        default=None,
        alias="Idempotency-Key",
        min_length=1,
        max_length=200,
        description="Send the request again with the same key, and it is done only once",
    )
