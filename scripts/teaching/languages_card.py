"""Writes the card of the network for many languages."""

from __future__ import annotations

import numpy as np

from modules.mood.detectors.text.labels import PLUTCHIK
from modules.mood.detectors.text.languages import SAME, LanguagesNetwork
from teaching.xed import LEARNED, Lines

CARD = """# What reads the mood of texts in many languages

`languages.npz` ({megabytes:.2f} MB) tells which of {known} languages a text is in, and, for {taught} of XED's files,
which of Plutchik's eight emotions: {emotions}.
Words, pairs of words and runs of 2-5 characters are hashed to {places} places of a table in 8 bits; what an n-gram says
directly and a hidden layer of {inner} units add up. The language is not declared: it is read from the same n-grams, and
a Bloom filter of words says how familiar the text is.

## Data and licence
XED (E. Öhman, M. Pàmies, K. Kajava, J. Tiedemann: "XED: A Multilingual Dataset for Sentiment Analysis and Emotion
Detection", COLING 2020), lines of film subtitles from OPUS, annotated in English and Finnish and projected to other
languages. CC BY 4.0; these weights are derived from it and carry the same credit. The look of English also comes from
GoEmotions' train (Apache-2.0), without its emotions. Rows of XED's files that carry no emotions are left out.

Taught: {codes}
(XED's own letters: br is Portuguese of Brazil, cn Chinese). Only recognised: {recognised}.

## Again
    python scripts/train_languages.py xed.zip --english goemotions_train_dev.zip

## Measured
Split 80/10/10 by a hash of the letters of each line, so that identical sentences stay together over all languages and
files. Thresholds and calibration: first tenth. Figures: second tenth, {lines:.0f} lines, on which nothing was chosen.
Macro-F1 over eight emotions, mean over {languages:.0f} languages:

| | mean macro-F1 |
| --- | --- |
| this network, language not declared | {macro_f1:.4f} |
| this network, language declared | {declared_macro_f1:.4f} |
| TF-IDF (words 1-2, characters 2-5) + linear SVM per language, same run | {svm_macro_f1:.4f} |
| the same machines, thresholds tuned like ours | {svm_tuned_macro_f1:.4f} |

The language was right for {language_accuracy:.1%} of these lines (Bosnian, Croatian and Serbian counted as one).

It is ahead of the tuned machines in {ahead} languages, mostly the smaller ones.

| language | lines learned | this network | SVM | SVM, tuned |
| --- | --- | --- | --- | --- |
{rows}

## Tried
While it was designed, on the first tenth, thresholds shared by all languages, mean macro-F1 over languages:

| | |
| --- | --- |
| 2^17 places, 32 hidden, 60 % of the n-grams forgotten | .384 |
| the same, 10 % to 30 % forgotten | .394 to .397 |
| 2^18 places, 14 hidden, 30 % forgotten, two rounds of three (shipped: 20 %, two rounds) | .398 |
| the same without what n-grams say directly | .398 |
| 2^18 places, 20 hidden, 20 % forgotten, two rounds of four (over 8 MB) | .403 |
| machines, each with thresholds of its own tuned on the very lines | .376 |

## Limits
- Single lines out of films, labelled mostly by projection: people agree little on them, and so does this network. Treat
  one line as a hint. `certain` is false for most lines on purpose.
- Translations of one line stand in several languages; a line of the measured tenth may have had its translation among
  those learned. Identical sentences did not. The machines, which see one language each, cannot profit from that.
- In languages other than English and Finnish no neutral lines were ever seen; an emotion counts by how much likelier it
  is than usual.
- A language that is not listed is said so, and gets a low confidence; close relatives of a listed one may pass as it.
- Films swear, and stereotypes in them are learned with the rest.
"""


def write(figures: dict[str, float], lines: Lines, network: LanguagesNetwork) -> str:
    tables, large = network.tables, lines.large()
    learned = {code: int((lines.felt & (lines.languages == code) & (lines.parts == LEARNED)).sum()) for code in large}
    names = ("macro_f1", "svm_macro_f1", "svm_tuned_macro_f1")
    rows = [[code, str(learned[code]), *(f"{figures[f'{name}_{code}']:.3f}" for name in names)] for code in large]
    return CARD.format(
        **figures,
        megabytes=figures["bytes"] / 1e6,
        known=len({SAME.get(code, code) for code in network.codes}),
        ahead=sum(figures[f"macro_f1_{code}"] > figures[f"svm_tuned_macro_f1_{code}"] for code in large),
        taught=int(np.sum(tables.taught)),
        emotions=", ".join(PLUTCHIK),
        places=f"{len(tables.table):,}",
        inner=tables.inner.shape[1],
        codes=" ".join(large),
        recognised=" ".join(code for code in network.codes if code not in large),
        rows="\n".join(f"| {' | '.join(row)} |" for row in rows),
    )
