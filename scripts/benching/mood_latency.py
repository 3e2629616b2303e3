"""How long a mood takes: a photo and a sentence over HTTP on one core, and many streams of frames over sockets."""

import argparse
import asyncio
import os
import statistics
import sys
import time
from typing import Any

from benching import prober
from benching.figures import Asked, Figure, Report, middle, share
from benching.guest import Guest
from benching.house import House
from benching.portrait import portrait
from benching.processes import PROC, pss
from benching.wire import WireSocket, connected

PROBE_EVERY = 0.02
WARM = 5


def latency(asked: argparse.Namespace, report: Report) -> None:
    repeats = asked.repeats or (40 if asked.quick else 200)
    seconds = asked.seconds or (8.0 if asked.quick else 30.0)
    photo = portrait(1280, 720, asked.photo)
    with House(MUSEAIKA_WORKERS="1") as house, Guest(house.url, 60) as guest:
        agree(guest)
        before = pss(house.pid("web"))
        report.add(first(guest, photo))
        cores = sorted(os.sched_getaffinity(0))
        bind(house.pid("web"), cores[:1])
        one_core(guest, photo, asked.text, repeats, report)
        bind(house.pid("web"), cores)
        asyncio.run(streams(house, asked, seconds, report))
        report.add(Figure("mood.web_grew_mb", "MB", pss(house.pid("web")) - before))
    report.notes.append(f"photo 1280x720, {len(photo) // 1024} KB; frames 640x480; clients run on the same cores")


def agree(guest: Guest) -> None:
    guest.call("PUT", "/user/consents/face")


def first(guest: Guest, photo: bytes) -> Figure:
    """What the very first photo waits for."""
    begun = time.perf_counter()
    send_photo(guest, photo)
    return middle("mood.first_photo_ms", "ms", [(time.perf_counter() - begun) * 1000])


def bind(pid: int, cores: list[int]) -> None:
    """Every thread of the process; later ones inherit it."""
    for thread in (PROC / str(pid) / "task").iterdir():
        os.sched_setaffinity(int(thread.name), cores)


def send_photo(guest: Guest, photo: bytes) -> dict[str, Any]:
    return dict(guest.call("POST", "/mood/image", files={"image": ("me.jpg", photo, "image/jpeg")}).json())


def one_core(guest: Guest, photo: bytes, text: str, repeats: int, report: Report) -> None:
    def sentence() -> None:
        guest.call("POST", "/mood/text", json={"text": text})

    photos = timed(lambda: send_photo(guest, photo), repeats)
    texts = timed(sentence, repeats)
    report.add(
        share("mood.photo_p50_ms", "ms", photos, 50, Asked(40)),
        share("mood.photo_p95_ms", "ms", photos, 95),
        share("mood.sentence_p50_ms", "ms", texts, 50, Asked(12)),
        share("mood.sentence_p95_ms", "ms", texts, 95),
    )


def timed(call: Any, repeats: int) -> list[float]:
    """Milliseconds of each, after some that do not count."""
    found = []
    for _ in range(WARM + repeats):
        begun = time.perf_counter()
        call()
        found.append((time.perf_counter() - begun) * 1000)
    return found[WARM:]


class Stream:
    """One client: sends frames at its rate, and hears what was seen in them."""

    def __init__(self) -> None:
        self.latencies: list[float] = []
        self.dropped = 0
        self.sent = 0
        self.failed: list[str] = []

    def hear(self, name: str, message: dict[str, Any]) -> None:
        if name != "mood:observed":
            return
        if message["error"]:
            self.failed.append(message["error"]["code"])
        self.latencies.append((time.monotonic() - message["at"]) * 1000)
        self.dropped = message["dropped"]

    async def run(self, socket: WireSocket, frame: bytes, rate: float, seconds: float) -> None:
        begun = time.monotonic()
        while time.monotonic() - begun < seconds:
            socket.emit_picture("mood:frame", {"at": time.monotonic()}, "image", frame)
            self.sent += 1
            await asyncio.sleep(max(begun + self.sent / rate - time.monotonic(), 0))
        await asyncio.sleep(1)
        socket.close()


async def streams(house: House, asked: argparse.Namespace, seconds: float, report: Report) -> None:
    frame = portrait(640, 480, asked.photo, quality=80)
    clients = [Stream() for _ in range(asked.clients)]
    sockets = []
    for client in clients:
        with Guest(house.url, 60) as guest:
            agree(guest)
            sockets.append(await connected(house.port, guest.token, client.hear))
    probing = await asyncio.create_subprocess_exec(
        sys.executable, str(prober.__file__), f"{house.url}/healthz", str(PROBE_EVERY), str(seconds),
        stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip

    async def staggered(number: int) -> None:
        await asyncio.sleep(number / asked.rate / asked.clients)
        await clients[number].run(sockets[number], frame, asked.rate, seconds)

    await asyncio.gather(*map(staggered, range(asked.clients)))
    told, _ = await probing.communicate()
    report.add(*figures(clients, [float(line) for line in told.split()], seconds))


def figures(clients: list[Stream], probes: list[float], seconds: float) -> list[Figure]:
    heard = [value for client in clients for value in client.latencies]
    sent, dropped = sum(client.sent for client in clients), sum(client.dropped for client in clients)
    failed = sum(len(client.failed) for client in clients)
    return [
        share("mood.frame_p50_ms", "ms", heard, 50),
        share("mood.frame_p95_ms", "ms", heard, 95, Asked(150)),
        share("mood.healthz_p99_ms", "ms", probes, 99, Asked(50)),
        Figure("mood.healthz_mean_ms", "ms", statistics.mean(probes), len(probes)),
        Figure("mood.frames_answered_per_second", "", len(heard) / seconds, len(heard)),
        Figure("mood.frames_dropped", "", dropped, sent),
        Figure("mood.frames_lost", "", sent - len(heard) - dropped, sent),
        Figure("mood.frames_refused", "", failed, sent, asked=Asked(0)),
    ]
