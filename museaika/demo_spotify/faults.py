"""What can go wrong with Spotify, to be switched on for some requests: in front of the demo, behind the socket."""

import json
import random
import re
import socket
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal["rate", "quota", "status", "slow", "cut", "cut_after", "status_after", "odd"]
Start = Callable[..., Any]
Wsgi = Callable[[dict[str, Any], Start], Iterable[bytes]]
JSON = ("Content-Type", "application/json")


@dataclass
class Fault:
    """status, odd and cut answer instead of Spotify; slow, cut_after and status_after let it do its work first."""

    kind: Kind
    path: str = ".*"
    """A pattern that the whole path must fit, such as /v1/me/.*"""
    method: str = ".*"
    times: int | None = None
    """How often; None: until it is taken off."""
    after: int = 0
    """How many requests pass before it begins."""
    chance: float = 1.0
    seed: int = 0
    status: int = 503
    seconds: float = 1.0
    """Of Retry-After, or how slow."""
    body: str = '{"error": "text"}'
    content_type: str = "application/json"
    _dice: random.Random = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._dice = random.Random(self.seed)  # noqa: S311 - misfortune that can be repeated, not a secret

    def strikes(self, method: str, path: str) -> bool:
        if not (re.fullmatch(self.method, method) and re.fullmatch(self.path, path)):
            return False
        if self.after > 0:
            self.after -= 1
            return False
        if self.times == 0 or self._dice.random() >= self.chance:
            return False
        self.times = None if self.times is None else self.times - 1
        return True


class Faulty:
    """A WSGI app with misfortunes; `faults` may be changed while it runs."""

    def __init__(self, app: Wsgi, faults: list[Fault]) -> None:
        self._app = app
        self._faults = faults

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        found = next((one for one in list(self._faults) if one.strikes(method, path)), None)
        return self._app(environ, start) if found is None else self._struck(found, environ, start)

    def _struck(self, fault: Fault, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        if fault.kind in {"cut_after", "status_after"}:
            list(self._app(environ, lambda *_: None))
        if fault.kind in {"cut", "cut_after"}:
            _cut(environ)
            return []
        if fault.kind == "slow":
            time.sleep(fault.seconds)
            return self._app(environ, start)
        return _answered(fault, start)


def _answered(fault: Fault, start: Start) -> Iterable[bytes]:
    if fault.kind == "odd":
        start(f"{fault.status} Odd", [("Content-Type", fault.content_type)])
        return [fault.body.encode()]
    limited = fault.kind in {"rate", "quota"}
    status = 429 if limited else fault.status
    error: dict[str, Any] = {"status": status, "message": "API rate limit exceeded" if limited else "Service trouble"}
    if fault.kind == "quota":
        error["reason"] = "QUOTA_EXCEEDED"
    wait = [("Retry-After", str(int(fault.seconds)))] if limited else []
    start(f"{status} Trouble", [JSON, *wait])
    return [json.dumps({"error": error}).encode()]


def _cut(environ: dict[str, Any]) -> None:
    """End the connection without an answer."""
    connection: socket.socket | None = environ.get("werkzeug.socket")
    if connection is not None:
        connection.shutdown(socket.SHUT_RDWR)
