"""Whether a long playlist is at Spotify once, whole and in order, when Spotify has trouble and workers are killed.

    python scripts/bench_push.py [--quick] [--runs 100] [--tracks 300] [--hands 8] [--json FILE]

Every run has a demo Spotify and documents of its own. 17 of 100 requests go wrong: 429 (for 1 s or 4 s), 503 and cut
connections, before or after they did what was asked. The worker is a process that runs the real task; it is killed with
-9 one to four times, each after a random number of requests and a random moment, and another takes over once its lease
of 6 s ran out. Several runs go on side by side, because most of a run is waiting.
"""

import logging
import multiprocessing
import os
import random
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from benching.figures import Asked, Figure, Report, arguments, close, middle, share
from benching.push_run import Outcome, PushRun, all_at_once

MOST_KILLS = 4


def main() -> None:
    parser = arguments(__doc__ or "")
    parser.add_argument("--runs", type=int, help="pushes in the storm (default 100, quick 8)")
    parser.add_argument("--tracks", type=int, default=300, help="tracks of each playlist (default 300)")
    parser.add_argument("--hands", type=int, default=8, help="runs side by side (default 8)")
    parser.add_argument("--seed", type=int, default=1, help="of all that goes wrong (default 1)")
    asked = parser.parse_args()
    count = asked.runs or (8 if asked.quick else 100)
    logging.getLogger("werkzeug").disabled = True  # it complains of every connection that is cut
    os.environ["PYTHONPATH"] = str(Path(__file__).resolve().parent)  # so that its processes find what to begin with
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["benching.push_worker"])
    dice = random.Random(asked.seed)  # noqa: S311 - the same storm for the same seed
    report = Report(f"{count} pushes of {asked.tracks} tracks through trouble and kill -9")
    with tempfile.TemporaryDirectory(prefix="museaika-push-") as folder:

        def prepared(name: str, kills: int, troubles: bool) -> PushRun:
            return PushRun(Path(folder) / name, processes, random.Random(dice.random()), asked.tracks, kills, troubles)  # noqa: S311 - as above

        calm = [prepared(f"calm{number}", 0, troubles=False).go() for number in range(2 if asked.quick else 5)]
        begun = time.monotonic()
        storm = [prepared(f"run{number}", dice.randint(1, MOST_KILLS), troubles=True) for number in range(count)]
        outcomes = all_at_once(storm, asked.hands)
        seconds = time.monotonic() - begun
    tell(report, calm, outcomes, asked.tracks)
    report.add(Figure("push.storm_seconds", "s", seconds))
    close(report, asked)
    sys.exit(any(not one.is_right(asked.tracks) for one in [*calm, *outcomes]))


def tell(report: Report, calm: list[Outcome], outcomes: list[Outcome], tracks: int) -> None:
    runs = len(outcomes)
    report.add(
        Figure(
            "push.right", "runs", sum(one.is_right(tracks) for one in outcomes), runs, asked=Asked(runs, least=True)
        ),
        Figure("push.not_finished", "runs", sum(one.state != "finished" for one in outcomes), runs, asked=Asked(0)),
        Figure("push.not_one_playlist", "runs", sum(one.playlists != 1 for one in outcomes), runs, asked=Asked(0)),
        Figure("push.not_all_items", "runs", sum(one.items != tracks for one in outcomes), runs, asked=Asked(0)),
        Figure("push.not_in_order", "runs", sum(not one.in_order for one in outcomes), runs, asked=Asked(0)),
        Figure("push.ordered_again", "runs", sum(one.orders > 1 for one in outcomes), runs),
        Figure("push.kills", "", sum(one.kills for one in outcomes)),
        Figure("push.requests_gone_wrong", "", sum(one.troubles for one in outcomes)),
        Figure("push.requests", "", sum(one.requests for one in outcomes)),
        share("push.seconds_p50", "s", [one.seconds for one in outcomes], 50),
        share("push.seconds_p95", "s", [one.seconds for one in outcomes], 95),
        middle("push.calm_seconds", "s", [one.seconds for one in calm]),
        middle("push.calm_requests", "", [one.requests for one in calm]),
    )
    report.notes.extend(f"wrong: {one}" for one in outcomes if not one.is_right(tracks))


if __name__ == "__main__":
    main()
