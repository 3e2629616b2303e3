"""How the Web API answers: its errors, its pages, and who is asking."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn
from urllib.parse import urlencode

from flask import Response, request

from museaika.demo_spotify.world import Grant, Person, World

NOT_LISTED = "User not registered in the Developer Dashboard: the user may not be registered."
NO_PREMIUM = "Active premium subscription required for the owner of the app."


class Problem(Exception):
    """A refusal of the Web API."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message

    def answer(self) -> Response:
        return answer({"error": {"status": self.status, "message": self.message}}, self.status)


@dataclass(frozen=True)
class Call:
    """One request of somebody."""

    world: World
    person: Person
    scopes: frozenset[str]

    @property
    def api(self) -> str:
        return request.host_url + "v1"

    def json(self) -> dict[str, Any]:
        found = request.get_json(silent=True)
        if not isinstance(found, dict):
            refuse(400, "Error parsing JSON.")
        return found


@dataclass(frozen=True)
class Route:
    """A place of the Web API; of `scopes` any one is enough."""

    method: str
    rule: str
    scopes: tuple[str, ...]
    act: Callable[..., Response]


def refuse(status: int, message: str) -> NoReturn:
    raise Problem(status, message)


def answer(body: Any, status: int = 200) -> Response:
    return Response(json.dumps(body), status=status, content_type="application/json; charset=utf-8")


def empty(status: int) -> Response:
    return Response(b"", status=status)


def calling(world: World, scopes: tuple[str, ...]) -> Call:
    """Who is asking, if their token is good for it. Raises Problem."""
    grant = _granted(world)
    if not world.app.premium:
        refuse(403, NO_PREMIUM)
    person = world.people[grant.person]
    if not person.listed:
        refuse(403, NOT_LISTED)
    if scopes and not grant.scopes & set(scopes):
        refuse(403, "Insufficient client scope")
    return Call(world, person, grant.scopes)


def page(call: Call, rows: Sequence[Any], largest: int, usual: int) -> dict[str, Any]:
    """The part of the rows that limit and offset ask for."""
    limit, offset = number("limit", usual, 1, largest), number("offset", 0, 0, 100_000)
    path = f"{call.api}{request.path.removeprefix('/v1')}"

    def link(start: int) -> str:
        return f"{path}?{urlencode({**request.args, 'limit': limit, 'offset': start})}"

    return {
        "href": link(offset),
        "items": list(rows[offset : offset + limit]),
        "limit": limit,
        "next": link(offset + limit) if offset + limit < len(rows) else None,
        "offset": offset,
        "previous": link(max(offset - limit, 0)) if offset else None,
        "total": len(rows),
    }


def number(name: str, usual: int, least: int, most: int) -> int:
    """A number of the query. Refuses what is outside, as Spotify does."""
    text = request.args.get(name)
    if text is None:
        return usual
    if not text.isdigit() or not least <= int(text) <= most:
        refuse(400, f"Invalid {name}")
    return int(text)


def _granted(world: World) -> Grant:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    if kind.casefold() != "bearer" or not token:
        refuse(401, "No token provided")
    grant = world.access.get(token)
    if grant is None:
        refuse(401, "Invalid access token")
    if grant.until <= world.now():
        refuse(401, "The access token expired")
    return grant
