"""Large answers leave at once."""

import socket

import pytest

from museaika.web import _server_options

pytestmark = [pytest.mark.integration, pytest.mark.filterwarnings("ignore")]  # eventlet warns of itself


@pytest.fixture
def connection():
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        accepted, _ = server.accept()
        with accepted:
            yield accepted, client


def test_eventlet_does_not_wait_for_the_other_side_before_it_sends_the_rest(connection):
    accepted, _ = connection
    protocol = _server_options("eventlet")["protocol"]
    one = protocol.__new__(protocol)
    one.request = accepted

    one.setup()

    assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
    one.rfile.close()
    one.wfile.close()
