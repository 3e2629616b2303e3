"""Measures what issue 8 promises of twins: python scripts/bench_twin.py [--quick] [--producers 10] [--json FILE]."""

import argparse
import json
import sys
import tempfile
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1]))

from benching import twin_trials as trials
from benching.producers import PRODUCERS

from modules.generation.engines.twin.backends.composer import ComposerBackend
from modules.generation.engines.twin.settings import TwinSettings
from modules.twins.receipt import receipt_of


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="three producers, shorter trainings: minutes, not an hour")
    parser.add_argument("--producers", type=int, default=10)
    parser.add_argument("--names", help="these producers, by comma")
    parser.add_argument("--pieces", type=int, default=8)
    parser.add_argument("--bars", type=int, default=32)
    parser.add_argument("--steps", type=int, help="at most so many; the backend's usual number if left out")
    parser.add_argument("--each", type=int, default=4, help="generations of each twin that are told apart")
    parser.add_argument("--skip", default="", help="trials to leave out, by comma: apart, along, planted, pace, killed")
    parser.add_argument("--json", type=Path, help="write the figures there")
    parser.add_argument("--teach", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


def measured(given: argparse.Namespace, folder: Path) -> dict[str, object]:
    card = ComposerBackend(TwinSettings())
    producers = trials.chosen(given.names, 3 if given.quick else given.producers)
    steps = given.steps or (40 if given.quick else None)
    cases = []
    for producer in producers:
        lesson = trials.lesson_of(producer, folder / producer.name, given.pieces, given.bars, steps)
        case = trials.taught(card, lesson, producer)
        cases.append(case)
        print(_line(case), flush=True)
    figures = _of_trainings(cases)
    for name, trial in _rest(card, cases, given, folder).items():
        if name not in given.skip.split(","):
            figures |= trial()
            print(json.dumps(figures), flush=True)
    return figures


def _line(case: trials.Case) -> str:
    receipt = receipt_of(case.evidence)
    far, run = receipt.distance, receipt.copying
    told = [
        f"{case.producer.name:10} {case.wall:5.0f} s ({case.processor:.0f} s of a core)",
        f"held-out {receipt.held_before:.2f} -> {receipt.held_after:.2f}",
        f"distance {far.before:.3f} -> {far.after:.3f} (own {far.own:.3f})",
        f"{receipt.verdict}; run of {run.longest} notes (usual {run.usual})",
    ]
    return "  ".join(told)


def _of_trainings(cases: list) -> dict[str, object]:
    receipts = [receipt_of(case.evidence) for case in cases]
    return {
        "twins": len(cases),
        "slowest_seconds": round(max(case.wall for case in cases), 1),
        "slowest_processor_seconds": round(max(case.processor for case in cases), 1),
        "memory_gb": round(trials.memory(), 2),
        "held_out_likelier": sum(one.gain > 0 for one in receipts),
        "real_told_audible": sum(one.verdict != "no audible effect" for one in receipts),
        "largest_adapter_bytes": max(case.lesson.adapter.stat().st_size for case in cases),
    }


def _rest(card: ComposerBackend, cases: list, given: argparse.Namespace, folder: Path) -> dict:
    each = 2 if given.quick else given.each

    def apart() -> dict[str, object]:
        right, of = trials.told_apart(card, cases, each, folder / "apart")
        return {"told_apart": f"{right} of {of}"}

    def along() -> dict[str, object]:
        some = cases[:1] if given.quick else cases
        found = {
            one.producer.name: trials.along(card, one, 3 * each, folder / one.producer.name / "along") for one in some
        }
        rounded = {name: [round(float(one), 3) for one in row.mean(axis=1)] for name, row in found.items()}
        falls = sum(all(after <= before for before, after in pairwise(row)) for row in rounded.values())
        steps = [step for row in found.values() for step in trials.rises(row)]
        return {
            "along": rounded,
            "falls": f"{falls} of {len(rounded)}",
            "steps_that_rise_by_two_standard_errors": f"{sum(step > 2 for step in steps)} of {len(steps)}",
            "steps_that_fall_by_two_standard_errors": f"{sum(step < -2 for step in steps)} of {len(steps)}",
            "strength_0_is_the_network": trials.nothing_at_nought(card, cases[0], folder / "nought"),
        }

    def planted() -> dict[str, object]:
        some = cases[:1] if given.quick else cases
        told = [
            trials.planted(card, one, amount, folder / f"planted-{amount}-{one.producer.name}")
            for one in some
            for amount in (0.0, 0.003)
        ]
        return {"planted_told": f"{told.count('no audible effect')} of {len(told)}"}

    def pace() -> dict[str, object]:
        return {"order_time": round(trials.pace(card, cases[0], folder / "pace"), 3)}

    def killed() -> dict[str, object]:
        lesson = trials.lesson_of(cases[0].producer, folder / "killed", 4, 16, 40)
        return {"killed_and_begun_again_identical": trials.killed(lesson, print)}

    return {"apart": apart, "along": along, "planted": planted, "pace": pace, "killed": killed}


def teach(folder: Path, steps: int) -> None:
    """One training in a process of its own, to be killed."""
    lesson = trials.lesson_of(PRODUCERS[0], folder, 4, 16, steps)
    ComposerBackend(TwinSettings()).trainer().train(lesson, lambda _: None)


def main() -> None:
    given = options()
    if given.teach:
        teach(given.teach, given.steps)
        return
    with tempfile.TemporaryDirectory(prefix="bench-twin-") as folder:
        figures = measured(given, Path(folder))
    print(json.dumps(figures, indent=1))
    if given.json:
        given.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
