"""The chord vocabulary: twelve roots by nine qualities and "no chord", how to name, transpose, describe and hear
them.
"""

import re

import numpy as np

from modules.composing.bars import Floats, Ints

QUALITIES: dict[str, tuple[int, ...]] = {
    "maj": (0, 4, 7),
    "min": (0, 3, 7),
    "dim": (0, 3, 6),
    "aug": (0, 4, 8),
    "sus": (0, 5, 7),
    "7": (0, 4, 7, 10),
    "maj7": (0, 4, 7, 11),
    "min7": (0, 3, 7, 10),
    "hdim7": (0, 3, 6, 10),
}
NO_CHORD = 0
CHORDS = 1 + 12 * len(QUALITIES)
ROOTS = ("C", "Db", "D", "Eb", "E", "F", "Gb", "G", "Ab", "A", "Bb", "B")
_NAMES = tuple(QUALITIES)
_STEPS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
_SAME = {
    "": "maj",
    "maj6": "maj",
    "min6": "min",
    "minmaj7": "min",
    "dim7": "dim",
    "sus2": "sus",
    "sus4": "sus",
    "sus4(b7)": "sus",
}
_LABEL = re.compile(r"([A-G])([b#]*):?([^/]*)")


def chord(root: int, quality: str) -> int:
    """Id of a chord; root 0 is C."""
    return 1 + root % 12 * len(_NAMES) + _NAMES.index(quality)


def parse(label: str) -> int:
    """Id of a chord written like `Bb:min7/b7`; unknown qualities count as the nearest triad, anything else as no
    chord.
    """
    match = _LABEL.match(label)
    if match is None:
        return NO_CHORD
    step, accidentals, quality = match.groups()
    quality = _SAME.get(quality, quality)
    if quality not in QUALITIES:
        quality = "min" if quality.startswith("min") else "maj"
    return chord(pitch_class(step + accidentals), quality)


def pitch_class(name: str) -> int:
    """0..11 for a note name like `F#`."""
    return (_STEPS[name[0]] + name.count("#") - name.count("b", 1)) % 12


def name(chord_id: int) -> str:
    """`G:min7`, or `N`."""
    if chord_id == NO_CHORD:
        return "N"
    root, quality = divmod(chord_id - 1, len(_NAMES))
    return f"{ROOTS[root]}:{_NAMES[quality]}"


def transpose(chords: Ints, semitones: int | Ints) -> Ints:
    """The same chords that many semitones higher."""
    root, quality = np.divmod(chords - 1, len(_NAMES))
    return np.where(chords == NO_CHORD, NO_CHORD, 1 + (root + semitones) % 12 * len(_NAMES) + quality).astype(np.int64)


def _table() -> Floats:
    table = np.zeros((CHORDS, 12 + 12 + len(_NAMES)), dtype=np.float32)
    for index in range(1, CHORDS):
        root, quality = divmod(index - 1, len(_NAMES))
        table[index, [(root + step) % 12 for step in QUALITIES[_NAMES[quality]]]] = 1
        table[index, 12 + root] = 1
        table[index, 24 + quality] = 1
    return table


DESCRIPTIONS: Floats = _table()
"""[chords, 33] every chord as its pitch classes, its root and its quality."""


def hear(chroma: Floats, bass: Floats) -> Ints:
    """Chord ids [spans] that explain the sounding pitch classes [spans, 12] best; bass [spans, 12] marks the lowest
    note.
    """
    tones = DESCRIPTIONS[1:, :12]
    weight = chroma / np.maximum(chroma.sum(axis=1, keepdims=True), 1e-6)
    plain = np.array([0.06, 0.06, -0.02, -0.06, -0.06, 0.0, -0.02, -0.02, -0.04], dtype=np.float32)
    inside = weight @ tones.T
    missing = (np.minimum(weight, 0.1) @ tones.T) / tones.sum(axis=1)
    score = inside + 2.5 * missing - 0.05 * tones.sum(axis=1) + 0.15 * (bass @ DESCRIPTIONS[1:, 12:24].T)
    best = 1 + np.argmax(score + np.tile(plain, 12), axis=1)
    return np.where(chroma.sum(axis=1) > 0, best, NO_CHORD).astype(np.int64)


def hear_bars(notes: Ints, bars: int) -> Ints:
    """Chord ids [bars, 4] of the notes [notes, 5] of `Bars`, one for every quarter; a silent quarter keeps the chord
    before it.
    """
    spans = bars * 4
    chroma = np.zeros((spans, 12), dtype=np.float32)
    lowest = np.full(spans, 999)
    start = notes[:, 0] * 16 + notes[:, 1]
    end = start + notes[:, 4]
    for shift in range(4):
        span = start // 4 + shift
        overlap = np.minimum(end, span * 4 + 4) - np.maximum(start, span * 4)
        heard = (overlap > 0) & (span < spans)
        np.add.at(chroma, (span[heard], notes[heard, 3] % 12), overlap[heard].astype(np.float32))
        np.minimum.at(lowest, span[heard], notes[heard, 3])
    bass = np.eye(12, dtype=np.float32)[lowest % 12] * (lowest < 999)[:, None]
    smooth = chroma.copy()
    smooth[1:] += 0.35 * chroma[:-1]
    smooth[:-1] += 0.35 * chroma[1:]
    found = hear(smooth * (chroma.sum(axis=1, keepdims=True) > 0), bass)
    last = np.maximum.accumulate(np.where(found > 0, np.arange(spans), -1))
    return np.where(last >= 0, found[np.maximum(last, 0)], NO_CHORD).reshape(bars, 4)
