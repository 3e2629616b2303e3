"""The questions to the machine get honest answers, and refusals say what to do."""

import http.server
import os
import socket
import threading
import time

import pytest

from museaika.embedded.probes import (
    BELOW_OUTGOING,
    BadAddress,
    PortTaken,
    check_listenable,
    free_port,
    page_answers,
    reachable,
    valkey_answers,
    written_since,
)

pytestmark = pytest.mark.integration


@pytest.fixture
def page():
    """A server that answers every path with the status the path names."""

    class Page(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(int(self.path[1:]))
            self.end_headers()

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_free_port_may_be_listened_on_right_after_it_was_used():
    port = free_port()
    with socket.create_server(("127.0.0.1", port)) as server:
        client = socket.create_connection(("127.0.0.1", port))
        server.accept()[0].close()
        client.close()
    check_listenable("127.0.0.1", port)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0.0.0.0"])  # noqa: S104 - asked, not served
def test_a_taken_port_is_refused_with_another_one(host):
    with socket.create_server(("127.0.0.1", 0)) as other, pytest.raises(PortTaken) as refusal:
        check_listenable(host, other.getsockname()[1])
    assert "MUSEAIKA_PORT=" in refusal.value.next_step


@pytest.mark.parametrize("host", ["203.0.113.7", "no.such.host.invalid"])
def test_an_address_that_is_not_ours_is_refused(host):
    with pytest.raises(BadAddress) as refusal:
        check_listenable(host, free_port())
    assert refusal.value.field == "MUSEAIKA_HOST"


@pytest.mark.skipif(os.getuid() == 0, reason="the administrator may open any port")
def test_a_port_of_the_administrator_is_refused_with_what_to_do():
    with pytest.raises(BadAddress, match="administrator"):
        check_listenable("127.0.0.1", 81)


def test_a_free_port_is_out_of_the_way_of_outgoing_connections():
    assert all(free_port() in BELOW_OUTGOING for _ in range(20))


def test_the_wanted_port_is_given_while_it_is_free():
    wanted = free_port()
    assert free_port(wanted=wanted) == wanted
    with socket.create_server(("127.0.0.1", wanted)):
        assert free_port(wanted=wanted) != wanted


def test_a_page_answers_only_when_all_is_well(page):
    assert page_answers("127.0.0.1", page, "/200")
    assert page_answers("0.0.0.0", page, "/200")  # noqa: S104 - asked, not served
    assert not page_answers("127.0.0.1", page, "/503")
    assert not page_answers("127.0.0.1", free_port(), "/200")


def test_a_mute_server_keeps_nobody_waiting():
    with socket.create_server(("127.0.0.1", 0)) as mute:
        port = mute.getsockname()[1]
        began = time.monotonic()
        assert not page_answers("127.0.0.1", port)
        assert not valkey_answers(port, "password")
        assert time.monotonic() - began < 3


def test_a_server_that_is_no_valkey_does_not_pass_for_one(page):
    assert not valkey_answers(page, "password")


def test_every_address_means_this_machine_for_this_machine():
    assert reachable("0.0.0.0") == "127.0.0.1"  # noqa: S104 - asked, not served
    assert reachable("::") == "::1"
    assert reachable("example.org") == "example.org"


def test_a_mark_counts_from_its_moment_on(tmp_path):
    mark = tmp_path / "ready"
    assert not written_since(mark, 0)
    mark.touch()
    assert written_since(mark, mark.stat().st_mtime)
    assert not written_since(mark, mark.stat().st_mtime + 0.1)
