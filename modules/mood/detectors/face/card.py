"""The face network's model card: what it learned from, what it can do, measured, and what it must not be used for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

_TOP: Final = """\
# Face network

Reads the emotion that a face shows: eight emotions as ten people see them (FER+), and in a second head the seven
labels of FER2013. Small networks ({networks:.0f}): {parameters:,.0f} weights, {megabytes:.1f} MB, ten
milliseconds on one processor core, ONNX Runtime. It never leaves the machine, and no picture is kept.

## What it is for
A hint at a mood, for choosing music, by people who agreed to it and can correct it. **Not** for judging, hiring,
testing, watching or identifying anybody. An expression is not a feeling: people smile when they are sad. It says "I
cannot tell" below a confidence of {certain_above:.2f}.

## Data and licences
- Pictures: FER2013 (Goodfellow et al., "Challenges in Representation Learning", 2013), 48x48 grey faces collected
  from web searches. **A public research set without a stated open licence**: the pictures are not part of this
  repository, the weights were fitted to them, and whoever needs weights free of that question must train on other
  pictures.
- Labels: FER2013's own, and FER+ (Barsoum, Zhang, Canton Ferrer, Zhang, "Training Deep Networks for Facial
  Expression Recognition with Crowd-Sourced Label Distribution", 2016; MIT licence): ten votes for every picture.
- {learned:,.0f} pictures of Training were learned from; {held_out:,.0f} were held out for watching and for
  calibration. Copies of a picture stay on one side, found by a fingerprint of their shading. Pictures of Training
  that also lie in a test set of the same files were left out: about 500, and so these figures are a little lower
  than those of networks that have seen them.

## How it was trained
Plain residual networks (3x3 convolutions, squeeze-and-excite, batch norm), cross-entropy to the share of the votes
(single votes dropped) and to FER2013's labels smoothed by a tenth; turned, moved, lit, blurred and partly covered
faces, mix-up in a third of the batches, pictures of 32, then 40, then 48 pixels, SGD with cosine annealing,
{epochs:.0f} epochs in {minutes:.0f} minutes of two processor cores for all, averaged weights, temperature scaling.
Each network looks at the face and at its mirror image, and what they say is averaged; at the frames of a camera the
first one glances once, which takes a quarter of the time.
"""

_BOTTOM: Final = """
## Limits and bias
- The sets come from web searches in English: posed and acted faces are common, fear, disgust and contempt are rare
  (recalls above), and contempt is hardly recognised. Nobody recorded age, gender or ethnicity, so **nobody knows
  how fair it is**; networks like it are known to be worse for darker skin, for old people and for children.
- It learned from frontal faces; profiles, masks, hands before the face and strong side light make it worse. Such
  faces lower the confidence only in part.
- People agree among themselves only so far: those who gave FER+'s votes name FER2013's label for 63 % of the
  pictures.

## How to train it again
    python scripts/train_face.py fer2013_ferplus_a.npz fer2013_ferplus_b.npz
writes the weights, `figures.json`, the logs, `training.png` and this card.

    python scripts/bench_mood.py faces --data fer2013_ferplus_a.npz fer2013_ferplus_b.npz --usage PublicTest
measures it.
"""
_ROWS: Final = (
    ("FER+, 8 classes, probability protocol", "ferplus_accuracy", "ferplus_n"),
    ("FER+, strict majority", "ferplus_accuracy_majority", "ferplus_majority_n"),
    ("FER2013, 7 classes, second head", "fer2013_accuracy", "fer2013_n"),
    ("expected calibration error, FER+ head", "ece", "ferplus_n"),
)


def write(facts: Mapping[str, float], measured: Mapping[str, Mapping[str, float]], tried: Sequence[str] = ()) -> str:
    """Facts about the run; what was measured, by the name of the set; what was tried besides, in sentences."""
    parts = [_TOP.format(**facts), *(_table(name, figures) for name, figures in measured.items())]
    if tried:
        parts.append("\n## What was tried\n" + "".join(f"- {each}\n" for each in tried))
    return "".join(parts) + _BOTTOM


def _table(name: str, figures: Mapping[str, float]) -> str:
    rows = [f"| {about} | {figures[key]:.3f} | {figures[count]:,.0f} |\n" for about, key, count in _ROWS]
    recalls = {key.removeprefix("recall_"): value for key, value in figures.items() if key.startswith("recall_")}
    told = ", ".join(f"{emotion} {value:.2f}" for emotion, value in recalls.items())
    head = f"\n## Measured on {name}\n| what | value | faces |\n|---|---|---|\n"
    return f"{head}{''.join(rows)}\nRecognised of each emotion: {told}.\n"
