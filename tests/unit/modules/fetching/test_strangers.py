"""What strangers name is fetched from public servers only; a server of this machine plays every trick there is."""

import socket
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from modules.fetching import strangers
from modules.fetching.strangers import AddressRefused, NotFetched, Strangers, TooMuch, is_public, name_of

pytestmark = pytest.mark.integration


class Tricks(BaseHTTPRequestHandler):
    def do_GET(self):
        getattr(self, "do_" + self.path.strip("/").split("?")[0])()

    def do_song(self):
        self._head(200, {"Content-Length": "4"})
        self.wfile.write(b"song")

    def do_moved(self):
        self._head(302, {"Location": "/song"})

    def do_round(self):
        self._head(302, {"Location": "/round"})

    def do_home(self):
        self._head(302, {"Location": f"http://127.0.0.1:{self.server.server_port}/song"})

    def do_file(self):
        self._head(302, {"Location": "file:///etc/passwd"})

    def do_large(self):
        self._head(200, {"Content-Length": "10000000000"})

    def do_endless(self):
        self._head(200, {})
        while not self.server.over.is_set():
            self.wfile.write(bytes(1 << 16))

    def do_short(self):
        self._head(200, {"Content-Length": "9"})
        self.wfile.write(b"song")

    def do_hangs(self):
        self.server.over.wait(5)

    def do_drips(self):
        self._head(200, {})
        while not self.server.over.wait(0.02):
            self.wfile.write(b"x")

    def _head(self, status, headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *_):
        pass


class QuietServer(ThreadingHTTPServer):
    def handle_error(self, *_):
        """Whoever asked hung up."""


@contextmanager
def trickster():
    server = QuietServer(("127.0.0.1", 0), Tricks)
    server.over = threading.Event()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.over.set()
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module")
def there():
    with trickster() as url:
        yield url


INSIDE = Strangers(limit_bytes=1_000_000, seconds=5, inside=True)


def fetched(url, how=INSIDE):
    return b"".join(how.read(url))


def test_a_file_is_fetched_and_a_move_is_followed(there):
    assert fetched(f"{there}/song?a=b%20c") == fetched(f"{there}/moved") == b"song"
    assert name_of(f"{there}/my%20song.mp3?x=1") == "my song.mp3"


@pytest.mark.parametrize(
    ("path", "refusal", "why"),
    [
        ("file", AddressRefused, "only http"),
        ("round", NotFetched, "from one address to the next"),
        ("large", TooMuch, "1,000,000"),
        ("endless", TooMuch, "1,000,000"),
        ("short", NotFetched, "ended early"),
        ("hangs", NotFetched, "too long"),
        ("drips", NotFetched, "too long"),
    ],
)
def test_tricks_of_a_server_are_seen_through(there, path, refusal, why):
    how = Strangers(1_000_000, seconds=0.2 if "too long" in why else 5, inside=True)
    with pytest.raises(refusal, match=why):
        fetched(f"{there}/{path}", how)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "ftp://example.org/x", "http://", "http://[", "http://x:99999/", "http://a:b@example.org/",
        "http://127.0.0.1/", "http://localhost:8000/x", "http://[::1]/", "http://0.0.0.0/", "http://2130706433/",
        "http://169.254.169.254/latest/meta-data", "http://10.0.0.1/", "http://[::ffff:127.0.0.1]/", "//example.org/x",
    ],
)  # fmt: skip
def test_addresses_that_lead_inside_or_nowhere_are_refused(url):
    with pytest.raises(AddressRefused):
        fetched(url, Strangers())


@pytest.mark.parametrize(
    ("number", "public"),
    [
        ("93.184.216.34", True), ("2606:2800:220:1::1", True), ("100.64.0.1", False), ("168.63.129.16", False),
        ("224.0.0.1", False), ("240.0.0.1", False), ("::7f00:1", False), ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False), ("fe80::1%eth0", False), ("fd00:ec2::254", False), ("192.168.1.1", False),
    ],
)  # fmt: skip
def test_numbers_are_told_apart(number, public):
    assert is_public(number) is public


def test_a_public_server_that_leads_home_is_refused_and_names_are_looked_up_once(there, monkeypatch):
    """The name is public when it is looked at, and this machine at every later look."""
    port = int(there.rpartition(":")[2])
    looked, went = [], []

    def look_up(host, _port, *_, **__):
        looked.append(host)
        answer = "93.184.216.34" if looked.count(host) == 1 and host == "public.example" else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (answer, _port))]

    def go(address, _):
        went.append(address)
        line = socket.socket()
        line.connect(("127.0.0.1", port))
        return line

    monkeypatch.setattr(strangers.socket, "getaddrinfo", look_up)
    monkeypatch.setattr(strangers.socket, "create_connection", go)
    with pytest.raises(AddressRefused, match="private network"):
        fetched(f"http://public.example:{port}/home", Strangers())
    assert went == [("93.184.216.34", port)]
    with pytest.raises(AddressRefused):
        fetched(f"http://public.example:{port}/song", Strangers())
