"""Hundreds of orders in flight while processes are killed at random: what is finished, lost or doubled afterwards."""

import random
import re
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import requests

from benching.ears import Ears
from benching.guest import SETTLED, Guest, Refused
from benching.house import House
from benching.mishaps import attempts_kept
from benching.processes import kill

PAUSE = (2.0, 7.0)
WEIGHTS = {"hand": 6, "worker": 2, "valkey": 2}
PATIENCE = 1200.0
LOOK_EVERY = 3.0
AWAY = (requests.RequestException, Refused)


@dataclass
class Toll:
    orders: int
    finished: int = 0
    doubled: int = 0
    attempts: int = 0
    errors: int = 0
    """Answers that were no answer: refused connections and 5xx, each tried again."""
    seconds: float = 0.0
    kills: Counter[str] = field(default_factory=Counter)
    words: list[str] = field(default_factory=list)


class Storm:
    def __init__(self, house: House, dice: random.Random, content: bytes) -> None:
        self._house = house
        self._dice = dice
        self._content = content
        self._over = threading.Event()

    def rage(self, orders: int, clients: int, seconds: float) -> Toll:
        toll, begun = Toll(orders), time.monotonic()
        guests = [Guest(self._house.url, 30) for _ in range(clients)]
        uploads = [guest.upload(self._content) for guest in guests]
        killing = threading.Thread(target=self._kill, args=(seconds, toll), daemon=True)
        with Ears(self._house.port, [guest.token for guest in guests]) as ears, ThreadPoolExecutor(clients) as hands:
            killing.start()
            shares = [orders // clients + (number < orders % clients) for number in range(clients)]
            tasks = [hands.submit(self._ordered, *each, toll) for each in zip(guests, uploads, shares, strict=True)]
            ordered = [task.result() for task in tasks]
            self._wait_all(guests, ordered, toll)
            killing.join()
            time.sleep(2)
            heard = dict(ears.finished)
        toll.seconds = time.monotonic() - begun
        self._judge(guests, ordered, heard, toll)
        return toll

    def _ordered(self, guest: Guest, upload: str, count: int, toll: Toll) -> set[str]:
        """The ids of its orders, each asked for with a key until it is there."""
        found = set()
        for number in range(count):
            while True:
                try:
                    found.add(guest.order(upload, key=f"order-{number}"))
                    break
                except AWAY as error:
                    toll.errors += 1
                    toll.words.append(f"order: {str(error)[:200]}")
                    time.sleep(0.3)
        return found

    def _kill(self, seconds: float, toll: Toll) -> None:
        """One process after another, until the time is over."""
        deadline = time.monotonic() + seconds
        while not self._over.wait(self._dice.uniform(*PAUSE)) and time.monotonic() < deadline:
            [what] = self._dice.choices(list(WEIGHTS), list(WEIGHTS.values()))
            with suppress(LookupError, IndexError):
                pids = self._house.hands() if what == "hand" else [self._house.pid(what)]
                kill([self._dice.choice(pids)])
                toll.kills[what] += 1

    def _wait_all(self, guests: list[Guest], ordered: list[set[str]], toll: Toll) -> None:
        deadline = time.monotonic() + PATIENCE
        waiting = dict(enumerate(ordered))
        while waiting and time.monotonic() < deadline:
            time.sleep(LOOK_EVERY)
            for number in list(waiting):
                try:
                    jobs = self._jobs(guests[number])
                except AWAY as error:
                    toll.errors += 1
                    toll.words.append(f"look: {str(error)[:200]}")
                    continue
                if all(jobs.get(job, {}).get("state") in SETTLED for job in waiting[number]):
                    del waiting[number]

    def _jobs(self, guest: Guest) -> dict[str, Any]:
        page = guest.call("GET", "/generations", params={"limit": 100}).json()
        return {job["id"]: job for job in page["items"]}

    def _judge(self, guests: list[Guest], ordered: list[set[str]], heard: dict[str, int], toll: Toll) -> None:
        """From the documents, the files, the events and what the server learned its pace from."""
        doubled = {job for job, times in heard.items() if times > 1}
        for guest, own in zip(guests, ordered, strict=True):
            jobs = self._jobs(guest)
            if strays := set(jobs) - own:
                doubled |= strays
            for job in own & set(jobs):
                toll.finished += jobs[job]["state"] == "finished"
                toll.attempts += jobs[job]["attempt"]
                if len(attempts_kept(self._house, job)) > 1:
                    doubled.add(job)
                if jobs[job]["state"] != "finished":
                    toll.words.append(f"{job}: {jobs[job]['state']} {jobs[job]['error']}")
            guest.http.close()
        learned = self._learned()
        toll.doubled = max(len(doubled), learned - toll.orders)
        toll.words.append(f"finished events heard: {sum(heard.values())}; jobs learned from: {learned}")

    def _learned(self) -> int:
        """How many finished jobs the server counted."""
        text = requests.get(f"{self._house.url}/metrics", timeout=10).text
        found = re.search(r'museaika_stage_seconds_count\{engine="render",stage="making"\} (\S+)', text)
        return int(float(found[1])) if found else 0
