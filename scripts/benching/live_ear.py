"""One client of live streams: starts them, steers them, and remembers when each bar came and when it was to sound."""

import threading
import time
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import socketio

from benching.guest import Guest
from benching.house import House


@dataclass(frozen=True)
class Came:
    """A bar as it was told: at is the wall clock, which the server reads too."""

    at: float
    bar: dict[str, Any]


@dataclass
class Heard:
    """What was heard of one stream."""

    came: list[Came] = field(default_factory=list)

    def final(self) -> dict[int, Came]:
        """The bars that sounded: of each index the highest revision that was there in time, else the first."""
        found: dict[int, Came] = {}
        for one in self.came:
            known = found.get(one.bar["index"])
            if known is None or (one.bar["revision"] > known.bar["revision"] and one.at < known.bar["starts"]):
                found[one.bar["index"]] = one
        return found

    def late(self) -> int:
        """Bars that came after they should have sounded, or that the music waited for."""
        final, until = self.final(), time.time()
        played = [final[index] for index in sorted(final) if final[index].bar["starts"] < until]
        waited = sum(
            after.bar["starts"] - before.bar["starts"] - before.bar["seconds"] > 0.001
            for before, after in pairwise(played)
        )
        return waited + sum(one.at > one.bar["starts"] for one in played) + self.missing()

    def missing(self) -> int:
        """Bars that never came, of those before the last that did."""
        final = self.final()
        return max(final) + 1 - len(final) if final else 0

    def spare(self) -> list[float]:
        """Seconds between the telling of each bar and its sounding."""
        return [one.bar["starts"] - one.at for one in self.final().values()]


class LiveEar:
    def __init__(self, house: House, guest: Guest | None = None) -> None:
        self.guest = guest or Guest(house.url)
        self.streams: dict[str, Heard] = {}
        self._news = threading.Condition()
        self._client = socketio.Client()
        self._client.on("live:bar", self._hear)
        self._client.connect(house.url, auth={"token": self.guest.token}, transports=["websocket"], wait_timeout=20)

    def start(self, **order: Any) -> str:
        """The id of a new stream."""
        told = self._client.call("live:start", order, timeout=20)
        if not told["ok"]:
            raise RuntimeError(f"no stream: {told['error']}")
        return str(told["id"])

    def steer(self, stream: str, valence: float, arousal: float) -> int:
        """The first bar that follows."""
        told = self._client.call("live:mood", {"id": stream, "valence": valence, "arousal": arousal}, timeout=20)
        return int(told["index"])

    def listen(self, stream: str) -> dict[str, Any]:
        """How it stands; its bars come from now on."""
        return dict(self._client.call("live:listen", {"id": stream}, timeout=20)["stream"])

    def stop(self, stream: str) -> None:
        self._client.call("live:stop", {"id": stream}, timeout=20)

    def heard(self, stream: str) -> Heard:
        with self._news:
            return Heard(list(self.streams.get(stream, Heard()).came))

    def wait(self, stream: str, wanted: Any, seconds: float = 30.0) -> Came:
        """The first bar that is wanted, told already or within that time."""
        deadline = time.monotonic() + seconds
        with self._news:
            while True:
                found = next((one for one in self.streams.get(stream, Heard()).came if wanted(one)), None)
                if found is not None:
                    return found
                if not self._news.wait(max(deadline - time.monotonic(), 0)) and time.monotonic() > deadline:
                    raise TimeoutError(f"stream {stream}: no such bar within {seconds} s")

    def close(self) -> None:
        self._client.shutdown()
        self.guest.http.close()

    def _hear(self, bar: dict[str, Any]) -> None:
        came = Came(time.time(), bar)
        with self._news:
            self.streams.setdefault(bar["id"], Heard()).came.append(came)
            self._news.notify_all()
