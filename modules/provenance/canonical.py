"""Canonical JSON in the manner of RFC 8785: one value has one text, so that a signature can be checked anywhere."""

import json
import math
from decimal import Decimal
from typing import Any

from models.errors import Invalid


class NotCanonical(Invalid):
    code = "provenance.not_canonical"


def canonical(value: Any) -> bytes:
    """Keys in order of their UTF-16 units, no spaces, numbers as JavaScript writes them. Raises NotCanonical."""
    try:
        return _text(value).encode()
    except (UnicodeEncodeError, RecursionError):
        raise NotCanonical("It holds half characters, or is nested too deeply.") from None


def parsed(text: bytes) -> Any:
    """The value of canonical JSON, and of nothing else: one changed byte is refused. Raises NotCanonical."""
    try:
        value = json.loads(text.decode())
    except (ValueError, RecursionError):
        raise NotCanonical("It is not JSON.") from None
    if canonical(value) != text:
        raise NotCanonical("It is JSON, but not in its canonical form.")
    return value


def _text(value: Any) -> str:
    if isinstance(value, dict):
        pairs = sorted(value.items(), key=_units)
        return "{" + ",".join(f"{_text(key)}:{_text(one)}" for key, one in pairs) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(_text, value)) + "]"
    if isinstance(value, float):
        return _number(value)
    if value is None or isinstance(value, bool | int | str):
        return json.dumps(value, ensure_ascii=False)
    raise NotCanonical(f"JSON has no word for {type(value).__name__}.")


def _units(pair: tuple[Any, Any]) -> bytes:
    if not isinstance(pair[0], str):
        raise NotCanonical("Only texts can be keys.")
    return pair[0].encode("utf-16-be")


def _number(value: float) -> str:
    """ECMAScript's Number::toString: the shortest digits that mean this number."""
    if not math.isfinite(value):
        raise NotCanonical("JSON has no word for a number that is none.")
    if value == 0:
        return "0"
    sign, digits, shift = Decimal(repr(value)).normalize().as_tuple()
    text = "".join(map(str, digits))
    point = len(text) + int(shift)
    return ("-" if sign else "") + _placed(text, point)


def _placed(text: str, point: int) -> str:
    if len(text) <= point <= 21:
        return text + "0" * (point - len(text))
    if 0 < point <= 21:
        return f"{text[:point]}.{text[point:]}"
    if -6 < point <= 0:
        return f"0.{'0' * -point}{text}"
    mantissa = text[0] + (f".{text[1:]}" if len(text) > 1 else "")
    return f"{mantissa}e{point - 1:+d}"
