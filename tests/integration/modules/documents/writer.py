"""Another process at work on the same documents: `python writer.py URL claim|increment|insert NAME [COUNT]`."""

import sys
from itertools import count
from pathlib import Path

from modules.documents.mongo import MongoDocuments
from modules.documents.sqlite import SQLiteDocuments
from modules.documents.store import Collection, Documents, Query, Stale

JOBS = Collection("jobs", indexes=(("state", "place"),))
COUNTERS = Collection("counters")


def tell(what) -> None:
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()


def opened(url: str, *clock) -> Documents:
    path = url.removeprefix("sqlite:")
    store = MongoDocuments(url, *clock) if path == url else SQLiteDocuments(Path(path), *clock)
    store.prepare([JOBS, COUNTERS])
    return store


def claim(store: Documents, name: str) -> None:
    """Take queued jobs until none is left, and tell which ones this process got."""
    while found := store.find(JOBS, Query({"state": "queued"}, order="place"), limit=8).items:
        for job in found:
            try:
                store.replace(JOBS, {**job, "state": "running", "worker": name}, job["version"])
            except Stale:
                continue
            tell(job["id"])


def increment(store: Documents, name: str, times: int) -> None:
    for _ in range(times):
        while True:
            counter = store.get(COUNTERS, "one")
            try:
                store.replace(COUNTERS, {**counter, "value": counter["value"] + 1}, counter["version"])
            except Stale:
                continue
            break


def insert(store: Documents, name: str) -> None:
    """Until killed; tells each one that was acknowledged."""
    for number in count():
        store.insert(COUNTERS, {"id": f"{name}-{number}", "value": "x" * 500})
        tell(number)


if __name__ == "__main__":
    url, task, name, *rest = sys.argv[1:]
    {"claim": claim, "increment": increment, "insert": insert}[task](opened(url), name, *map(int, rest))
