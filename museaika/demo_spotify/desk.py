"""The demo's control desk: what a test in another process, or a curious person, may look at and bring about."""

from dataclasses import fields
from typing import Any

from flask import Response, request

from museaika.demo_spotify.answers import answer
from museaika.demo_spotify.faults import Fault
from museaika.demo_spotify.world import World

SETTABLE = {one.name for one in fields(Fault) if one.init}


class Desk:
    def __init__(self, world: World, faults: list[Fault]) -> None:
        self._world = world
        self._faults = faults

    def state(self) -> Response:
        """Calls so far, and every playlist with its owner, name and URIs."""
        with self._world.lock:
            playlists = [
                {"id": one.id, "owner": one.owner, "name": one.name, "uris": one.uris, "forgotten": one.forgotten}
                for one in self._world.playlists.values()
            ]
            return answer({"calls": [" ".join(call) for call in self._world.calls], "playlists": playlists})

    def strike(self) -> Response:
        """PUT a list of faults; it takes the place of the one before, and an empty one makes all well."""
        listed: Any = request.get_json(silent=True)
        if not isinstance(listed, list) or any(not isinstance(one, dict) or set(one) - SETTABLE for one in listed):
            return answer({"error": f"a list of objects with {sorted(SETTABLE)}"}, 400)
        self._faults[:] = [Fault(**one) for one in listed]
        return answer({"faults": len(self._faults)})

    def change(self) -> Response:
        """POST what should happen: skip_seconds, premium, expire_access; revoke, odd_rows (whose); forget (a list)."""
        wish = request.get_json(silent=True) or {}
        with self._world.lock:
            self._world.skip(float(wish.get("skip_seconds", 0)))
            self._world.app.premium = bool(wish.get("premium", self._world.app.premium))
            if wish.get("expire_access"):
                self._world.expire_access()
            if wish.get("revoke"):
                self._world.revoke(str(wish["revoke"]))
            if wish.get("odd_rows") in self._world.people:
                self._world.add_odd_rows(wish["odd_rows"])
            if wish.get("forget") in self._world.playlists:
                self._world.playlists[wish["forget"]].forgotten = True
        return answer({"done": True})
