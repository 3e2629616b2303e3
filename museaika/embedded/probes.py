"""Cheap questions to the machine: is the port free, does Valkey answer, is the page there."""

import errno
import http.client
import random
import socket
from pathlib import Path

from models.errors import Conflict, Invalid

TIMEOUT = 0.5
BELOW_OUTGOING = range(20_000, 32_000)


class PortTaken(Conflict):
    code = "server.port_taken"
    title = "The port is taken"


class BadAddress(Invalid):
    code = "server.bad_address"


def check_listenable(host: str, port: int) -> None:
    """Raise PortTaken or BadAddress when a server could not listen there."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen(1)
    except OSError as error:
        raise _refusal(host, port, error) from None


def _refusal(host: str, port: int, error: OSError) -> PortTaken | BadAddress:
    if error.errno == errno.EADDRINUSE:
        return PortTaken(
            f"Port {port} on {host} is taken by another program.",
            field="MUSEAIKA_PORT",
            next_step=f"Stop that program, or take another port: MUSEAIKA_PORT={free_port('')} make run.",
        )
    if error.errno == errno.EACCES:
        return BadAddress(
            f"Port {port} may be opened by the administrator only.",
            field="MUSEAIKA_PORT",
            next_step="Take a port from 1024 on, such as MUSEAIKA_PORT=8000, and put nginx in front of it.",
        )
    return BadAddress(
        f"This machine cannot listen on {host}: {error.strerror or error}.",
        field="MUSEAIKA_HOST",
        next_step="Use 127.0.0.1 for this machine only, or 0.0.0.0 for every address it has.",
    )


def free_port(host: str = "127.0.0.1", wanted: int | None = None) -> int:
    """The wanted port if it is free, else one that is.

    Below the range that systems hand out to outgoing connections: a client that calls a server which is just being
    restarted could otherwise be given that very port, connect to itself and keep the server out.
    """
    others = random.Random().sample(BELOW_OUTGOING, 100)  # noqa: S311 - nobody needs to be unable to guess it
    for port in [wanted, *others] if wanted else others:
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
                probe.listen(1)
            except OSError:
                continue
            return port
    raise BadAddress(f"No free port on {host or 'this machine'}.", next_step="Close some programs and try again.")


def valkey_answers(port: int, password: str, host: str = "127.0.0.1") -> bool:
    """True when it takes the password and serves; false while it still loads its file."""
    try:
        with socket.create_connection((host, port), TIMEOUT) as connection:
            connection.settimeout(TIMEOUT)
            connection.sendall(f"AUTH {password}\r\nPING\r\nQUIT\r\n".encode())
            answer = b"".join(iter(lambda: connection.recv(1024), b""))
    except OSError:
        return False
    return b"+PONG" in answer


def page_answers(host: str, port: int, path: str = "/healthz") -> bool:
    connection = http.client.HTTPConnection(reachable(host), port, timeout=TIMEOUT)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def reachable(host: str) -> str:
    """Where this machine itself reaches a server that listens on host."""
    return {"0.0.0.0": "127.0.0.1", "": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - read, not bound


def written_since(path: Path, moment: float) -> bool:
    """True when the file was written at or after that time (of the wall clock)."""
    try:
        return path.stat().st_mtime >= moment
    except FileNotFoundError:
        return False
