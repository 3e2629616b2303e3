"""How well the face network reads faces of a held-out set, by FER+'s two protocols and FER2013's own labels."""

import argparse

from benching.figures import Asked, Figure, Report
from modules.mood.detectors.face import dataset, measuring
from modules.mood.detectors.face.dataset import Faces
from modules.mood.detectors.face.recogniser import Recogniser

ASKED = {
    "ferplus_accuracy": Asked(0.84, least=True),
    "ferplus_accuracy_majority": Asked(0.87, least=True),
    "fer2013_accuracy": Asked(0.68, least=True),
    "ece": Asked(0.05),
}


def faces(asked: argparse.Namespace, report: Report) -> None:
    """What `bench_mood.py faces` measures."""
    chosen = _chosen(dataset.read(asked.data), asked.usage)
    recogniser = Recogniser()
    found = measuring.figures(chosen, measuring.seen(recogniser, chosen))
    report.add(*(Figure(name, "", value, len(chosen), asked=ASKED.get(name)) for name, value in found.items()))
    report.notes.append(f"{recogniser.name}; {asked.usage or 'every usage'}, {len(chosen):,} valid faces.")
    learned = int((chosen.usage == dataset.USAGES["Training"]).sum())
    if learned:
        report.notes.append(f"{learned:,} of them are Training's, most of which the network learned from.")
    report.notes.append("ece is the calibration error of the FER+ head under the probability protocol.")


def _chosen(everything: Faces, usage: str | None) -> Faces:
    if usage is not None and usage not in dataset.USAGES:
        raise SystemExit(f"--usage is one of {', '.join(dataset.USAGES)}")
    chosen = everything if usage is None else everything.used_for(usage)
    if not len(chosen):
        raise SystemExit(f"no faces for {usage} in these files")
    return chosen
