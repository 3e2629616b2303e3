"""How long it takes from the DELETE of a running `render` until the job is cancelled.

    python scripts/bench_cancel.py [--quick] [--repeats 60] [--json FILE]

A long tune is ordered, and called off over HTTP at a random moment, each part of its making in turn. Seconds count
from the request to its `generation:cancelled` over the socket; the job's own settled_at, and that no file of it is
left, are checked as well.
"""

import random
import sys
import time
from datetime import datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from benching.figures import Asked, Figure, Report, arguments, close, middle, share
from benching.guest import Guest
from benching.house import House
from benching.listener import Listener
from benching.tune import tune

WRITTEN_EVERY = 0.25
"""Seconds between two notes of the progress: at any moment in between the job is called off."""


def main() -> None:
    parser = arguments(__doc__ or "")
    parser.add_argument("--repeats", type=int, help="how many jobs are called off (default 60, quick 10)")
    parser.add_argument("--seconds", type=float, default=90.0, help="length of the tune (default 90)")
    parser.add_argument("--tracks", type=int, default=6, help="tracks of the tune (default 6)")
    asked = parser.parse_args()
    report = Report(f"cancelling a running render ({asked.tracks} tracks, {asked.seconds:.0f} s of music)")
    house = House(MUSEAIKA_WORKERS="1")
    with house, Guest(house.url) as guest, Listener(house.url, guest.token) as listener:
        upload = guest.upload(tune(asked.seconds, asked.tracks))
        measure(house, guest, listener, upload, asked.repeats or (10 if asked.quick else 60), report)
    close(report, asked)


def measure(house: House, guest: Guest, listener: Listener, upload: str, repeats: int, report: Report) -> None:
    whole = own_length(guest, upload)
    told, settled, phases, left = [], [], set(), 0
    for number in range(repeats):
        moment = (number + random.random()) / repeats * 0.97  # noqa: S311 - any moment will do
        outcome = called_off(guest, listener, upload, moment)
        if outcome is None:
            continue
        seconds, by_document, phase, job = outcome
        told.append(seconds)
        settled.append(by_document)
        phases.add(phase)
        left += (house.data / "files" / "objects" / "generations" / job).exists()
    report.add(
        share("cancel.p50_seconds", "s", told, 50),
        share("cancel.p95_seconds", "s", told, 95, Asked(0.25)),
        share("cancel.settled_p95_seconds", "s", settled, 95, Asked(0.25)),
        Figure("cancel.files_left", "", left, len(told), asked=Asked(0)),
        middle("cancel.job_seconds", "s", [whole]),
    )
    report.notes.append(f"called off while: {', '.join(sorted(phases))}")


def own_length(guest: Guest, upload: str) -> float:
    """Seconds an undisturbed job takes; the second one, when everything is loaded."""
    for _ in range(2):
        job = guest.wait(guest.order(upload), 300)
    return (datetime.fromisoformat(job["settled_at"]) - datetime.fromisoformat(job["started_at"])).total_seconds()


def called_off(guest: Guest, listener: Listener, upload: str, moment: float) -> tuple[float, float, str, str] | None:
    """At that fraction: seconds to the event and to settled_at, what was being done, and the id; None if too late."""
    job = guest.order(upload)
    before = guest.wait_running(job, moment)
    time.sleep(random.random() * WRITTEN_EVERY)  # noqa: S311 - any moment will do
    begun, wall = time.monotonic(), time.time()
    answer = guest.call("DELETE", f"/generations/{job}")
    if answer.status_code == 204:
        return None
    heard = listener.wait(
        lambda one: one.payload.get("id") == job and one.name in {"generation:cancelled", "generation:finished"}
    )
    after = guest.look(job)
    if after["state"] != "cancelled":
        return None
    settled = datetime.fromisoformat(after["settled_at"]).timestamp() - wall
    return heard.at - begun, settled, before["progress"]["note"], job


if __name__ == "__main__":
    main()
