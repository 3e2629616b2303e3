"""The web process. The only file that may monkey-patch, and it does so before anything else is imported."""

import ctypes
import logging
import os
import resource
import signal
import socket
import threading
import warnings
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from modules.services import Services
    from museaika.settings import AsyncMode, Settings

logger = logging.getLogger(__name__)
MAX_CLIENTS = 10_000
WARM_AFTER = 4.0
"""Seconds after the page is there."""
M_ARENA_MAX = -8
"""From glibc's malloc.h; other C libraries have no such option, or no such habit."""
SPARE_FILES = 240
"""Open files besides the clients' sockets: databases, logs, pipes."""
Offload = Callable[..., Any]


@cache
def patch() -> Offload:
    """Make the standard library cooperative, once, and give the way out of the hub for work that is not.

    Call it before importing pydantic, which breaks eventlet's search for locks: so it reads the one setting itself.
    """
    mode = _asked_mode()
    if mode == "eventlet":
        return _patched_by_eventlet()
    if mode == "gevent":
        import gevent
        from gevent import monkey

        monkey.patch_all(subprocess=False)  # gevent's own works on the hub's thread only, where nobody needs it
        return lambda function, *arguments: gevent.get_hub().threadpool.apply(function, arguments)
    return lambda function, *arguments: function(*arguments)


def serve(settings: "Settings", offload: Offload) -> None:
    """Answer until told to stop."""
    from museaika.app import create_app, create_socketio
    from museaika.logs import configure
    from museaika.wiring import build_services

    configure(settings.log_format, settings.log_level)
    _allow_many_sockets()
    _keep_memory_together()
    services = build_services(settings, offload)
    app = create_app(services, settings)
    socketio = create_socketio(app, settings)
    _stop_well(services.documents.close)
    if settings.mood.warm:
        socketio.start_background_task(_warm_up, services, socketio.sleep)
    socketio.run(app, host=settings.host, port=settings.port, **_server_options(settings.async_mode))


def _warm_up(services: "Services", sleep: Callable[[float], None]) -> None:
    """Open what reads moods, once the start is over and its neighbours have their turn."""
    from models.errors import MuseaikaError

    sleep(WARM_AFTER)
    try:
        services.readers.warm()
    except MuseaikaError as error:
        logger.warning("moods cannot be read yet: %s %s", error.detail, error.next_step or "")


def _asked_mode() -> str:
    """MUSEAIKA_ASYNC_MODE as the settings read it: from the environment, else from .env, in any case of letters."""
    from dotenv import dotenv_values

    told = {name.upper(): value for source in (dotenv_values(".env"), os.environ) for name, value in source.items()}
    return told.get("MUSEAIKA_ASYNC_MODE") or "eventlet"


def _patched_by_eventlet() -> Offload:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it advises against itself at every start; docs/decisions says why we use it
        import eventlet
        import eventlet.tpool

    eventlet.monkey_patch()
    _read_sockets_quickly()
    offload: Offload = eventlet.tpool.execute
    return offload


def _read_sockets_quickly() -> None:
    """Eventlet takes the mask off a WebSocket message byte by byte: 20 ms for a frame of a camera, here 20 us."""
    from eventlet.websocket import RFC6455WebSocket

    RFC6455WebSocket._apply_mask = staticmethod(unmasked)  # noqa: SLF001 - there is no other way in


def unmasked(data: bytes, mask: Iterable[int], length: int | None = None, offset: int = 0) -> bytes:
    """The bytes without the four-byte mask of RFC 6455, whose turn begins at the offset."""
    size = len(data) if length is None else length
    four = bytes(mask)
    key = (four[offset % 4 :] + four[: offset % 4]) * (size // 4 + 1)
    return (int.from_bytes(data[:size]) ^ int.from_bytes(key[:size])).to_bytes(size)


def _allow_many_sockets() -> None:
    """The usual limit of 1024 open files would keep the 1025th client waiting for ever."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MAX_CLIENTS + SPARE_FILES
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return
    allowed = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
    if allowed < wanted:
        logger.warning("this system allows %d open files, so about %d clients", allowed, allowed - SPARE_FILES)


def _keep_memory_together() -> None:
    """Each native thread that reads a picture would keep megabytes of its own for the next: 190 MB in all."""
    set_option = getattr(ctypes.CDLL(None), "mallopt", None)
    if set_option is not None:
        set_option(M_ARENA_MAX, 2)


def _server_options(mode: "AsyncMode") -> dict[str, Any]:
    if mode == "eventlet":
        return {"max_size": MAX_CLIENTS, "protocol": _prompt_protocol(), "log_output": False}
    if mode == "gevent":
        return {"handler_class": _prompt_handler(), "log_output": False}
    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # a line for every request, as eventlet and gevent were told
    return {"allow_unsafe_werkzeug": True}


def _prompt_protocol() -> type:
    """Eventlet leaves Nagle's algorithm on, which costs 40 ms an answer of more than the 16 KB it writes at once."""
    from eventlet.wsgi import HttpProtocol

    class PromptProtocol(HttpProtocol):  # type: ignore[misc] - eventlet is not typed
        def setup(self) -> None:
            with suppress(OSError):  # who asked is gone
                self.request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            super().setup()

    return PromptProtocol


def _prompt_handler() -> type:
    """So does gevent, for every answer."""
    from gevent.pywsgi import WSGIHandler

    class PromptHandler(WSGIHandler):  # type: ignore[misc] - gevent is not typed
        def __init__(self, connection: socket.socket, *rest: Any, **more: Any) -> None:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            super().__init__(connection, *rest, **more)

    return PromptHandler


def _stop_well(close: Callable[[], None]) -> None:
    """On TERM and INT: close the documents, then go; open requests are retried by their clients.

    A handler interrupts the hub, where nothing may wait. So the signal's number comes out of a socket, and a thread of
    the hub's own kind waits there.
    """
    near, far = socket.socketpair()
    far.setblocking(False)
    signal.set_wakeup_fd(far.fileno())
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda _signal, _frame: None)

    def leave() -> None:
        with far:  # its number alone would not keep it open
            while near.recv(1)[0] not in {signal.SIGTERM, signal.SIGINT}:
                continue
        close()
        os._exit(0)

    threading.Thread(target=leave, name="stop", daemon=True).start()
