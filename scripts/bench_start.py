"""How fast a second start is, and what the idle family holds in memory.

    python scripts/bench_start.py [--quick] [--json FILE]

The first start makes the data folder; then `make run` (or `museaika up` with --plain) is started again and again on
it. Seconds count from the command to the first 200 of the page and of /readyz. Memory is the sum of the proportional
set sizes (PSS) of every process of the family, ten seconds after it was ready.
"""

import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from benching.figures import Asked, Figure, Report, arguments, close, middle
from benching.house import UP, House
from benching.processes import command, has_mapped, pss

ROOT = Path(__file__).resolve().parents[1]
MAKE_RUN = ("make", "--no-print-directory", "run")
SETTLE = 10.0


def main() -> None:
    parser = arguments(__doc__ or "")
    parser.add_argument("--plain", action="store_true", help="start `museaika up` itself instead of `make run`")
    asked = parser.parse_args()
    made = not asked.plain and (ROOT / "Makefile").exists()
    report = Report(f"second start ({'make run' if made else 'museaika up'}) and idle family")
    with tempfile.TemporaryDirectory(prefix="museaika-bench-") as folder:
        house = House(folder=Path(folder), start=MAKE_RUN if made else UP)
        measure(house, 2 if asked.quick else 7, report)
    close(report, asked)


def measure(house: House, repeats: int, report: Report) -> None:
    started(house)
    house.stop()
    starts, stops, sizes = [], [], []
    for _ in range(repeats):
        starts.append(started(house))
        time.sleep(SETTLE)
        sizes.append(memory(house))
        torch = float(has_mapped(house.pid("web"), "libtorch"))
        stops.append(house.stop())
    pages, ready, working = zip(*starts, strict=True)
    report.add(
        middle("start.page_seconds", "s", pages, Asked(8)),
        middle("start.readyz_seconds", "s", ready, Asked(8)),
        middle("start.workers_ready_seconds", "s", working),
        middle("stop.seconds", "s", stops),
        middle("idle.family_pss_mb", "MB", [sum(size.values()) for size in sizes], Asked(700)),
        *(middle(f"idle.{name}_pss_mb", "MB", [size.get(name, 0.0) for size in sizes]) for name in sizes[-1]),
        Figure("idle.torch_in_web", "", torch, repeats, asked=Asked(0)),
    )


def started(house: House) -> tuple[float, float, float]:
    """Seconds until the page, /readyz and the workers answered."""
    begun = time.monotonic()
    house.start(ROOT)
    house.wait_answer("/")
    page = time.monotonic() - begun
    house.wait_answer("/readyz")
    ready = time.monotonic() - begun
    house.wait_ready()
    return page, ready, time.monotonic() - begun


def memory(house: House) -> dict[str, float]:
    """Megabytes by role; the worker with its children."""
    everybody = {pid: pss(pid) for pid in house.everybody()}
    named = {pid: role for role, pid in house.roles().items()}
    sizes: dict[str, float] = {}
    for pid, size in everybody.items():
        role = named.get(pid) or ("worker" if "museaika.commands worker" in command(pid) else "supervisor")
        sizes[role] = sizes.get(role, 0.0) + size
    return sizes


if __name__ == "__main__":
    main()
