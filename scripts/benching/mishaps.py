"""One job, one kill: what is killed, and what became of the job."""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from benching.guest import Guest
from benching.house import House
from benching.listener import Listener

DONE_BY_THEN = 0.33


@dataclass(frozen=True)
class Accident:
    seconds: float
    """From the kill until the job was settled."""
    finished: bool
    doubled: bool
    attempts: int


def _restarted(house: House) -> None:
    house.pull_the_plug()
    house.start()


MISHAPS: dict[str, Callable[[House], None]] = {
    "worker": lambda house: house.kill("worker"),
    "hand": House.kill_hands,
    "valkey": lambda house: house.kill("valkey"),
    "web": lambda house: house.kill("web"),
    "everything": _restarted,
}


def accident(house: House, guest: Guest, listener: Listener, upload: str, name: str) -> Accident:
    """Order, kill when a third is done, and wait for the end."""
    house.wait_ready()
    job = guest.order(upload)
    guest.wait_running(job, DONE_BY_THEN)
    begun = time.time()
    MISHAPS[name](house)
    end = guest.wait(job, 180)
    settled = datetime.fromisoformat(end["settled_at"]).timestamp()
    with suppress(TimeoutError):
        listener.wait_for("generation:finished", job, 2)
    heard = listener.names(job).count("generation:finished")
    finished = end["state"] == "finished"
    doubled = heard > 1 or len(attempts_kept(house, job)) > 1
    return Accident(settled - begun, finished, doubled, end["attempt"])


def attempts_kept(house: House, job: str) -> list[str]:
    """The attempts that have files."""
    place = house.data / "files" / "objects" / "generations" / job
    return sorted(folder.name for folder in place.iterdir()) if place.exists() else []


def own_length(guest: Guest, upload: str) -> float:
    """Seconds an undisturbed job takes: the second one, when everything is loaded."""
    for _ in range(2):
        job = guest.wait(guest.order(upload), 300)
    return (datetime.fromisoformat(job["settled_at"]) - datetime.fromisoformat(job["started_at"])).total_seconds()
