"""Offload: where slow work goes, so that a web hub stays free."""

from collections.abc import Callable
from typing import Any

Offload = Callable[..., Any]
"""offload(function, *arguments) runs it on a native thread and gives its result."""


def directly(function: Callable[..., Any], *arguments: Any) -> Any:
    """For processes without a hub."""
    return function(*arguments)
