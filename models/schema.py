"""The base of every schema: frozen, and strict about fields nobody declared."""

from datetime import UTC, datetime

from pydantic import BaseModel, ConfigDict


class Schema(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_inf_nan="null")


def utc_now() -> datetime:
    """Now, with the precision every store keeps: milliseconds."""
    now = datetime.now(UTC)
    return now.replace(microsecond=now.microsecond // 1000 * 1000)
