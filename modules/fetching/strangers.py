"""Files at addresses that strangers name: from public servers only, where it was checked, and not for ever."""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Generator
from contextlib import closing, suppress
from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit

from models.errors import Invalid, TooLarge

PORTS: Final = {"http": 80, "https": 443}
MOVED: Final = frozenset({301, 302, 303, 307, 308})
MOST_MOVES: Final = 5
CHUNK: Final = 1 << 16
INSIDE: Final = frozenset({"168.63.129.16"})
"""Looks public, and is what a cloud tells its own machines."""
_SAFE: Final = "/%:=&?~#+!$,;'@()*[]"


class AddressRefused(Invalid):
    code = "fetch.address_refused"
    title = "Not an address we go to"


class NotFetched(Invalid):
    code = "fetch.not_fetched"
    title = "Nothing came from that address"


class TooMuch(TooLarge):
    code = "fetch.too_large"
    title = "Too much comes from that address"


@dataclass(frozen=True)
class Place:
    """Where a name led when it was looked at. addresses: numbers, never looked up again."""

    url: SplitResult
    host: str
    port: int
    addresses: tuple[str, ...]


@dataclass(frozen=True)
class Strangers:
    """seconds: for a whole file, with all on the way. inside: whether private and loopback addresses are fine."""

    limit_bytes: int = 50_000_000
    seconds: float = 120.0
    inside: bool = False

    def read(self, url: str) -> Generator[bytes, None, None]:
        """What is there, while it arrives. Raises AddressRefused, NotFetched, TooMuch; also in the middle."""
        until = time.monotonic() + self.seconds
        for _ in range(MOST_MOVES + 1):
            with closing(_Line(self.place(url), until)) as line:
                answer = line.ask()
                if answer.status not in MOVED:
                    yield from self._content(line, answer)
                    return
                url = urljoin(url, answer.headers.get("Location", ""))
        raise _not_fetched("it leads from one address to the next")

    def place(self, url: str) -> Place:
        """Where that is. Raises AddressRefused, NotFetched."""
        try:
            parts = urlsplit(url.strip())
            host = (parts.hostname or "").encode("idna").decode()
            port = parts.port or PORTS.get(parts.scheme, 0)
        except ValueError:  # of UnicodeError too
            raise _refused("it is not an address") from None
        if parts.scheme not in PORTS or not host or parts.username is not None:
            raise _refused("only http and https addresses without a password are fetched")
        found = _addresses(host, port)
        if not self.inside and not all(map(is_public, found)):
            raise _refused("it leads to a private network, or to this machine")
        return Place(parts, host, port, found)

    def _content(self, line: "_Line", answer: http.client.HTTPResponse) -> Generator[bytes, None, None]:
        if answer.status != http.HTTPStatus.OK:
            raise _not_fetched(f"the server answers {answer.status}")
        said, there = answer.length, 0
        if (said or 0) > self.limit_bytes:
            raise self._too_much()
        while chunk := line.read(answer):
            there += len(chunk)
            if there > self.limit_bytes:
                raise self._too_much()
            yield chunk
        if said is not None and there < said:
            raise _not_fetched("the connection ended early")

    def _too_much(self) -> TooMuch:
        return TooMuch(
            f"More than {self.limit_bytes:,} bytes come from that address.", next_step="Name a smaller file."
        )


def is_public(text: str) -> bool:
    """Whether this number is somebody's on the internet, and nobody's in particular here."""
    address = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address) and address.sixtofour is not None:
        return is_public(str(address.sixtofour))
    special = address.is_multicast or address.is_reserved or address.is_unspecified
    return address.is_global and not special and text not in INSIDE


def name_of(url: str) -> str:
    """What a file from there would be called."""
    try:
        return unquote(urlsplit(url).path.rpartition("/")[2])
    except ValueError:
        return ""


class _Connection(http.client.HTTPConnection):
    """Goes to the addresses that were looked at, whatever the name means by now."""

    def __init__(self, place: Place, timeout: float) -> None:
        self.default_port = PORTS[place.url.scheme]
        super().__init__(place.host, place.port, timeout=timeout)
        self._place = place
        self._handle: socket.socket | None = None

    def connect(self) -> None:
        plain = self._connected()
        self._handle = plain.dup()
        self.sock = plain
        if self._place.url.scheme == "https":
            self.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self._place.host)

    def hang_up(self) -> None:
        """From another thread: whoever reads, or shakes hands, is done at once."""
        if self._handle is not None:
            with suppress(OSError):
                self._handle.shutdown(socket.SHUT_RDWR)

    def leave(self) -> None:
        """The library closes a connection while its answer is still being read; the handle stays until here."""
        self.close()
        if self._handle is not None:
            self._handle.close()

    def _connected(self) -> socket.socket:
        *others, last = self._place.addresses
        for address in others:
            with suppress(OSError):
                return socket.create_connection((address, self._place.port), self.timeout)
        return socket.create_connection((last, self._place.port), self.timeout)


class _Line:
    """One question to one server, which has until then for all of its answer."""

    def __init__(self, place: Place, until: float) -> None:
        left = max(until - time.monotonic(), 0.001)
        self._place = place
        self._connection = _Connection(place, left)
        self._late = False
        self._watch = threading.Timer(left, self._hang_up)
        self._watch.daemon = True

    def ask(self) -> http.client.HTTPResponse:
        url = self._place.url
        target = quote(url.path or "/", safe=_SAFE) + (f"?{quote(url.query, safe=_SAFE)}" if url.query else "")
        self._watch.start()
        try:
            self._connection.request("GET", target, headers={"Accept-Encoding": "identity", "User-Agent": "MuseAIka"})
            return self._connection.getresponse()
        except (OSError, http.client.HTTPException) as error:
            raise self._lost(error) from None

    def read(self, answer: http.client.HTTPResponse) -> bytes:
        try:
            chunk = answer.read1(CHUNK)
        except (OSError, http.client.HTTPException) as error:
            raise self._lost(error) from None
        if not chunk and self._late:
            raise self._lost(TimeoutError())
        return chunk

    def close(self) -> None:
        self._watch.cancel()
        self._connection.leave()

    def _hang_up(self) -> None:
        self._late = True
        self._connection.hang_up()

    def _lost(self, error: OSError | http.client.HTTPException) -> NotFetched:
        late = self._late or isinstance(error, TimeoutError)
        return _not_fetched("it takes too long" if late else "the server there does not answer as one should")


def _addresses(host: str, port: int) -> tuple[str, ...]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError:
        raise _not_fetched("nobody knows that name") from None
    return tuple(dict.fromkeys(str(one[4][0]) for one in found))


def _refused(why: str) -> AddressRefused:
    return AddressRefused(f"That address is not fetched: {why}.", next_step="Name a file on a public web server.")


def _not_fetched(why: str) -> NotFetched:
    return NotFetched(f"Nothing usable came from that address: {why}.", next_step="Try the address in a browser.")
