"""The base of every schema: frozen, and strict about fields nobody declared."""

import re
from datetime import UTC, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict

DEPTH_LIMIT = 8
"""Levels of lists and objects that free-form values may have."""


class Schema(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_inf_nan="null")


def utc_now() -> datetime:
    """Now, with the precision every store keeps: milliseconds."""
    now = datetime.now(UTC)
    return now.replace(microsecond=now.microsecond // 1000 * 1000)


def storable(value: Any, depth: int = 0) -> None:
    """Raise ValueError for what JSON can say and a store cannot keep."""
    if depth > DEPTH_LIMIT:
        raise ValueError(f"must not be nested deeper than {DEPTH_LIMIT} levels")
    if isinstance(value, dict):
        storable([*value, *value.values()], depth)
    elif isinstance(value, list):
        for one in value:
            storable(one, depth + 1)
    elif isinstance(value, str) and re.search(r"[\x00\ud800-\udfff]", value):
        raise ValueError("must not contain NUL or half characters")
    elif isinstance(value, int) and not -(2**63) <= value < 2**63:
        raise ValueError("must not contain whole numbers beyond 64 bit")
