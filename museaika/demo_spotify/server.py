"""The demo as a server on loopback: accounts and Web API behind one address, with a thread for every request."""

import logging
import threading
from types import TracebackType
from typing import Any, Self

from flask import Flask, Response, request
from werkzeug.serving import make_server

from museaika.demo_spotify import listening, playlists
from museaika.demo_spotify.accounts import Accounts
from museaika.demo_spotify.answers import Problem, Route, calling
from museaika.demo_spotify.desk import Desk
from museaika.demo_spotify.faults import Fault, Faulty
from museaika.demo_spotify.world import App, World

HOST = "127.0.0.1"
REMOVED = (
    "/me/tracks/contains",
    "/users/",
    "/albums",
    "/artists",
    "/tracks",
    "/browse/",
    "/audio-features",
    "/audio-analysis",
    "/recommendations",
    "/markets",
)
"""Where a new app finds a closed door: the whole path, or what it begins with."""
GONE_ENDS = (
    "/followers",
    "/followers/contains",
    "/tracks",
    "/related-artists",
    "/top-tracks",
    "/shows",
    "/episodes",
    "/audiobooks",
    "/chapters",
)


class DemoSpotify:
    """with DemoSpotify() as spotify: ... serves until the block ends. `world` and `faults` may be changed meanwhile."""

    def __init__(self, world: World | None = None, port: int = 0) -> None:
        self.world = world or World(App())
        self.faults: list[Fault] = []
        self._server: Any = make_server(HOST, port, Faulty(create_demo(self.world, self.faults), self.faults), True)
        self._thread = threading.Thread(target=self._server.serve_forever, name="demo spotify", daemon=True)

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self._server.server_port}"

    @property
    def api_url(self) -> str:
        return f"{self.url}/v1"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def serve(self) -> None:
        """In this thread, until the process ends."""
        self._server.serve_forever()


def create_demo(world: World, faults: list[Fault]) -> Flask:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    app = Flask("demo_spotify", static_folder=None)
    accounts, desk = Accounts(world), Desk(world, faults)
    for method, rule, act in (
        ("GET", "/authorize", accounts.authorize),
        ("POST", "/authorize", accounts.decide),
        ("POST", "/api/token", accounts.token),
        ("GET", "/demo/state", desk.state),
        ("PUT", "/demo/faults", desk.strike),
        ("POST", "/demo/events", desk.change),
    ):
        app.add_url_rule(rule, f"{method} {rule}", act, methods=[method])
    for route in (*listening.ROUTES, *playlists.ROUTES):
        name = f"{route.method} {route.rule}"
        app.add_url_rule(f"/v1{route.rule}", name, _door(world, route), methods=[route.method])
    methods = ["GET", "POST", "PUT", "DELETE"]
    app.add_url_rule("/v1/<path:path>", "elsewhere", _elsewhere(world), methods=methods)
    app.register_error_handler(Problem, Problem.answer)
    app.register_error_handler(405, lambda _: _closed(request.path.removeprefix("/v1")).answer())
    return app


def _door(world: World, route: Route) -> Any:
    def act(**named: str) -> Response:
        with world.lock:
            world.calls.append((request.method, request.path.removeprefix("/v1")))
            return route.act(calling(world, route.scopes), **named)

    return act


def _elsewhere(world: World) -> Any:
    def act(path: str) -> Response:
        with world.lock:
            world.calls.append((request.method, f"/{path}"))
            calling(world, ())
        raise _closed(f"/{path}")

    return act


def _closed(path: str) -> Problem:
    """Forbidden is what is left of the old endpoints; the rest never was."""
    if path.startswith(REMOVED) or path.endswith(GONE_ENDS) or path.startswith("/me/"):
        return Problem(403, "Forbidden")
    return Problem(404, "Service not found")
