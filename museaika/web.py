"""The web process. The only file that may monkey-patch, and it does so before anything else is imported."""

import os
import signal
import socket
import threading
from typing import Any

from museaika.settings import AsyncMode, Settings

MAX_CLIENTS = 10_000


def serve(settings: Settings) -> None:
    """Answer until told to stop."""
    offload = _patched(settings.async_mode)

    from museaika.app import create_app, create_socketio
    from museaika.logs import configure
    from museaika.wiring import build_services

    configure(settings.log_format, settings.log_level)
    services = build_services(settings, offload)
    app = create_app(services, settings)
    socketio = create_socketio(app, settings)
    _stop_well(services.documents.close)
    socketio.run(app, host=settings.host, port=settings.port, **_server_options(settings.async_mode))


def _patched(mode: AsyncMode) -> Any:
    """Make the standard library cooperative, and give the way out of the hub for work that is not."""
    if mode == "eventlet":
        import eventlet
        import eventlet.tpool

        eventlet.monkey_patch()
        return eventlet.tpool.execute
    if mode == "gevent":
        import gevent
        from gevent import monkey

        monkey.patch_all()
        return lambda function, *arguments: gevent.get_hub().threadpool.apply(function, arguments)
    return lambda function, *arguments: function(*arguments)


def _server_options(mode: AsyncMode) -> dict[str, Any]:
    if mode == "eventlet":
        return {"max_size": MAX_CLIENTS, "log_output": False}
    if mode == "gevent":
        return {"handler_class": _prompt_handler(), "log": None}
    return {"allow_unsafe_werkzeug": True}


def _prompt_handler() -> type:
    """Gevent leaves Nagle's algorithm on, which costs 40 ms an answer."""
    from gevent.pywsgi import WSGIHandler

    class PromptHandler(WSGIHandler):  # type: ignore[misc] - gevent is not typed
        def __init__(self, connection: socket.socket, *rest: Any, **more: Any) -> None:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            super().__init__(connection, *rest, **more)

    return PromptHandler


def _stop_well(close: Any) -> None:
    """On TERM and INT: close the documents, then go; open requests are retried by their clients."""

    def leave() -> None:
        close()
        os._exit(0)

    def stop(_signal: int, _frame: Any) -> None:
        threading.Thread(target=leave).start()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
