"""How many idle sockets one web process holds, and how fast a worker's event reaches a client.

    python scripts/bench_realtime.py [--quick] [--modes eventlet,gevent,threading] [--json FILE]

For each server mode: a server is started; 500 sockets connect; another process publishes to the room of one of them
through Valkey, as a worker does, and each event carries the moment it was sent (one clock for all processes). Then
idle sockets are added up to 2,000 and must all still be there, and have been pinged, half a minute later.
In threading mode a socket costs several threads, so it holds fewer: --threading-sockets says how many.
"""

import asyncio
import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from benching import emitter
from benching.figures import Asked, Figure, Report, arguments, close, share
from benching.guest import Guest
from benching.house import House
from benching.processes import pss
from benching.wire import WireSocket, connected, crowd

CONNECTED = 500
MODES = ("eventlet", "gevent", "threading")
TOKENS = 20
"""The crowd belongs to so many guests: what is measured is sockets, not sign-ins."""


def main() -> None:
    parser = arguments(__doc__ or "")
    parser.add_argument("--modes", default=",".join(MODES), help="server modes, by comma (default: all three)")
    parser.add_argument("--sockets", type=int, default=2000, help="idle sockets (default 2000)")
    parser.add_argument("--threading-sockets", type=int, default=1000, help="the same in threading mode (default 1000)")
    parser.add_argument("--events", type=int, help="events measured (default 2000, quick 500)")
    parser.add_argument("--hold", type=float, help="seconds the idle sockets are watched (default 35, quick 3)")
    asked = parser.parse_args()
    report = Report("worker event to client, and idle sockets on one web process")
    for mode in asked.modes.split(","):
        idle = min(asked.sockets, asked.threading_sockets) if mode == "threading" else asked.sockets
        events = asked.events or (500 if asked.quick else 2000)
        hold = asked.hold or (3.0 if asked.quick else 35.0)
        with House(MUSEAIKA_ASYNC_MODE=mode) as house, many_open_files():
            asyncio.run(measure(house, mode, (idle, events, hold), report))
    report.notes.append(f"threading mode was asked for {asked.threading_sockets} sockets only")
    close(report, asked)


@contextmanager
def many_open_files() -> Iterator[None]:
    """For this process only: a server that is started with the usual limit of 1024 has to see to itself."""
    usual, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (usual, most))


async def measure(house: House, mode: str, amounts: tuple[int, int, float], report: Report) -> None:
    idle, events, hold = amounts
    with Guest(house.url) as guest:
        tokens = [made_token(house.url) for _ in range(TOKENS)]
        web, before = house.pid("web"), pss(house.pid("web"))
        sockets = await crowd(house.port, spread(tokens, CONNECTED - 1))
        latencies = await heard_after(house, guest, events)
        report.add(
            Figure(f"{mode}.connected", "sockets", len(sockets) + 1, asked=Asked(CONNECTED, least=True)),
            share(f"{mode}.event_p50_ms", "ms", latencies, 50, Asked(5)),
            share(f"{mode}.event_p99_ms", "ms", latencies, 99, Asked(50)),
            Figure(f"{mode}.events_lost", "", events - len(latencies), events, asked=Asked(0)),
        )
        begun, more = time.monotonic(), idle - len(sockets)
        sockets += await crowd(house.port, spread(tokens, more))
        report.add(Figure(f"{mode}.connect_ms", "ms", (time.monotonic() - begun) * 1000 / more, more))
        await asyncio.sleep(hold)
        report.add(*idle_figures(mode, sockets, idle, (pss(web) - before) * 1024 / idle))
        for socket in sockets:
            socket.close()
        await asyncio.sleep(0.5)


def idle_figures(mode: str, sockets: list[WireSocket], idle: int, kilobytes: float) -> list[Figure]:
    there = sum(not socket.closed.done() for socket in sockets)
    return [
        Figure(f"{mode}.idle_sockets", "sockets", there, asked=Asked(idle, least=True)),
        Figure(f"{mode}.idle_pinged", "sockets", sum(socket.pings > 0 for socket in sockets)),
        Figure(f"{mode}.kb_per_socket", "KB", kilobytes, idle),
    ]


async def heard_after(house: House, guest: Guest, events: int) -> list[float]:
    """Milliseconds from publishing in another process to hearing it here."""
    found: list[float] = []

    def hear(_name: str, message: dict[str, str]) -> None:
        if message["id"] == "measured":
            found.append((time.monotonic_ns() - int(message["note"])) / 1e6)

    socket = await connected(house.port, guest.token, hear)
    url_file = house.data / "run" / "valkey.url"
    publishing = await asyncio.create_subprocess_exec(
        sys.executable, str(emitter.__file__), str(url_file), f"user:{guest.id}", str(events), "0.005"
    )
    await publishing.wait()
    await asyncio.sleep(1)
    socket.close()
    return found


def made_token(url: str) -> str:
    with Guest(url) as guest:
        return guest.token


def spread(tokens: list[str], count: int) -> list[str]:
    return [tokens[number % len(tokens)] for number in range(count)]


if __name__ == "__main__":
    main()
