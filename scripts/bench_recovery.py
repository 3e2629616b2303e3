"""What is left of a job when processes are killed with -9 while it runs.

    python scripts/bench_recovery.py [--quick] [--json FILE]
    python scripts/bench_recovery.py --orders 500 --clients 50 --minutes 2 [--json FILE]

Without --orders: one job at a time. When a third of it is done, the worker, one of its children, Valkey, the web
process, or everything is killed; "everything" is then started again. `beyond` is the time from the kill until the job
is settled, less the time an undisturbed job takes; zero when the kill did not hold it up.

With --orders: so many orders are in flight from so many clients, and workers, their children and Valkey are killed at
random for so long. Then every order must have finished, once: `lost` did not, `doubled` finished more than once (two
finished events, files of two attempts, or more jobs learned from than there are).
"""

import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from benching.figures import Asked, Figure, Report, arguments, close, middle
from benching.guest import Guest
from benching.house import House
from benching.listener import Listener
from benching.mishaps import MISHAPS, Accident, accident, own_length
from benching.storm import Storm, Toll
from benching.tune import tune


def main() -> None:
    parser = arguments(__doc__ or "")
    parser.add_argument("--repeats", type=int, help="kills of each kind (default 5, quick 1)")
    parser.add_argument("--orders", type=int, default=0, help="orders in flight (default: one job at a time)")
    parser.add_argument("--clients", type=int, default=50, help="clients they come from (default 50)")
    parser.add_argument("--minutes", type=float, default=2.0, help="how long processes are killed (default 2)")
    parser.add_argument("--seconds", type=float, help="length of the tune (default 60, or 4 with --orders)")
    parser.add_argument("--seed", type=int, default=1, help="of what is killed when (default 1)")
    asked = parser.parse_args()
    if asked.orders:
        report = Report(f"{asked.orders} orders from {asked.clients} clients, {asked.minutes:g} minutes of kills")
        with House() as house:
            dice = random.Random(asked.seed)  # noqa: S311 - the same storm for the same seed
            storm = Storm(house, dice, tune(asked.seconds or 4.0, 2))
            count(storm.rage(asked.orders, asked.clients, asked.minutes * 60), report)
    else:
        report = Report("a job whose processes are killed")
        one_at_a_time(asked.repeats or (1 if asked.quick else 5), tune(asked.seconds or 60.0, 6), report)
    close(report, asked)


def one_at_a_time(repeats: int, content: bytes, report: Report) -> None:
    with House() as house, Guest(house.url) as guest, Listener(house.url, guest.token) as listener:
        upload = guest.upload(content)
        usual = own_length(guest, upload)
        report.add(middle("recovery.job_seconds", "s", [usual]))
        for name in MISHAPS:
            found = [accident(house, guest, listener, upload, name) for _ in range(repeats)]
            report.add(*figures(name, found, usual))


def figures(name: str, found: list[Accident], usual: float) -> list[Figure]:
    return [
        middle(f"recovery.{name}_beyond_seconds", "s", [max(one.seconds - usual, 0.0) for one in found], Asked(15)),
        Figure(f"recovery.{name}_not_finished", "", sum(not one.finished for one in found), len(found), asked=Asked(0)),
        Figure(f"recovery.{name}_doubled", "", sum(one.doubled for one in found), len(found), asked=Asked(0)),
    ]


def count(toll: Toll, report: Report) -> None:
    report.add(
        Figure("storm.finished", "jobs", toll.finished, asked=Asked(toll.orders, least=True)),
        Figure("storm.lost", "jobs", toll.orders - toll.finished, asked=Asked(0)),
        Figure("storm.doubled", "jobs", toll.doubled, asked=Asked(0)),
        Figure("storm.kills", "", sum(toll.kills.values())),
        *(Figure(f"storm.kills_{name}", "", number) for name, number in sorted(toll.kills.items())),
        Figure("storm.second_attempts", "", toll.attempts - toll.finished),
        Figure("storm.http_errors", "", toll.errors),
        Figure("storm.seconds", "s", toll.seconds),
    )
    report.notes.extend(toll.words)


if __name__ == "__main__":
    main()
