"""How settings may be written: lists with commas, durations and sizes in words."""

import re
from datetime import timedelta
from typing import Annotated, Any

from pydantic import BeforeValidator
from pydantic_settings import NoDecode


def _listed(value: Any) -> Any:
    """Commas make a list too: "a, b"."""
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


def _duration(value: Any) -> Any:
    """Durations in words: "90s", "15m", "24h" and "30d"."""
    found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([smhd])\s*", value) if isinstance(value, str) else None
    units = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
    return timedelta(**{units[found[2]]: float(found[1])}) if found else value


def _size(value: Any) -> Any:
    """Sizes in words: "20GB", "500 MB" and "2TiB"; a number alone is bytes."""
    found = (
        re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([KMGT])(i?)B?\s*", value, re.IGNORECASE)
        if isinstance(value, str)
        else None
    )
    if found is None:
        return value
    return int(float(found[1]) * (1024 if found[3] else 1000) ** ("KMGT".index(found[2].upper()) + 1))


Duration = Annotated[timedelta, BeforeValidator(_duration)]
Size = Annotated[int, BeforeValidator(_size)]
Listed = Annotated[list[str], NoDecode, BeforeValidator(_listed)]
