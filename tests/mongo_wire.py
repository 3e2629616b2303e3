"""A MongoDB to test against: the one MUSEAIKA_TEST_MONGO_URL names, or a stand-in that speaks its protocol.

The stand-in is SecantusDB (WiredTiger behind MongoDB's wire protocol), in a process of its own that ends when its
standard input does: with the test run, however that ends.
"""

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from urllib.parse import urlsplit, urlunsplit

GIVEN = "MUSEAIKA_TEST_MONGO_URL"


def described() -> str:
    """Which server the tests use, for the head of their report."""
    given = os.environ.get(GIVEN)
    if given:
        return f"the server of {GIVEN} ({urlsplit(given).hostname})"
    return f"SecantusDB {version('secantusdb')}, a stand-in over the wire; set {GIVEN} for a real server"


@contextmanager
def mongo_server() -> Iterator[str]:
    """The address of a server, without a database's name."""
    given = os.environ.get(GIVEN)
    if given:
        yield given
        return
    server = subprocess.Popen(
        [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        yield server.stdout.readline().strip()
    finally:
        server.stdin.close()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
        server.stdout.close()


def fresh_database(server: str) -> str:
    """The server's address with the name of a database that nobody used before."""
    parts = urlsplit(server)
    return urlunsplit(parts._replace(path=f"/test_{uuid.uuid4().hex[:12]}"))


def _serve() -> None:
    from secantus import SecantusDBServer  # noqa: PLC0415 - only the server's process needs it

    with SecantusDBServer(storage_path=":memory:") as server:
        print(server.uri, flush=True)  # noqa: T201 - how the tests learn the port
        sys.stdin.read()


if __name__ == "__main__":
    _serve()
