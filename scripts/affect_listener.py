"""The second ear: valence and arousal by a classifier fitted on labelled pieces in VGMIDI's layout; evaluation only.

It hears the cues of `affect` and a few more statistics of the notes. Its accuracy on real pieces, by cross-validation
over games, is what any figure of it about composed pieces has to be read beside.
"""

import csv
import io
import zipfile
from dataclasses import astuple, dataclass
from pathlib import Path

import affect
import numpy as np
import numpy.typing as npt

from models.errors import Invalid
from modules.score.midi import read_midi
from modules.score.score import Score
from modules.score.tempo import TICKS

Floats = npt.NDArray[np.float64]
FOLDS = 10
RIDGE = 6.0
"""How strongly weights are held near 0; set once, not searched for."""


@dataclass(frozen=True)
class Labelled:
    """features: [pieces, features]. positive: [pieces, 2] whether valence and arousal are. games: a name each."""

    features: Floats
    positive: npt.NDArray[np.bool_]
    games: list[str]


@dataclass(frozen=True)
class Listener:
    """weights: [2, features + 1] of the standardised features, the last for the constant."""

    mean: Floats
    spread: Floats
    weights: Floats

    def hear(self, features: Floats) -> Floats:
        """[pieces, 2] probabilities that valence and arousal are positive."""
        scaled = np.clip((features - self.mean) / self.spread, -3, 3)
        ones = np.ones((len(scaled), 1))
        return np.asarray(1 / (1 + np.exp(-np.concatenate([scaled, ones], axis=1) @ self.weights.T)))

    def quadrants(self, features: Floats) -> npt.NDArray[np.int64]:
        """[pieces] 0 both positive, 1 only arousal, 2 neither, 3 only valence."""
        return quadrants(self.hear(features) > 0.5)


def quadrants(positive: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
    valence, arousal = positive.T
    return np.where(arousal, np.where(valence, 0, 1), np.where(valence, 3, 2)).astype(np.int64)


def describe(score: Score) -> Floats:
    """[features] the six cues, then polyphony, spread of pitch and length, entropy of pitch classes, leaps of the top
    line, evenness of its onsets. Notes within a sixteenth of a quarter count as struck at once.
    """
    notes = sorted(note for track in score.tracks if not track.is_drum for note in track.notes)
    pitch = np.array([note.pitch for note in notes] or [60], dtype=np.float64)
    length = np.array([note.end - note.start for note in notes] or [TICKS], dtype=np.float64)
    starts = np.array([note.start for note in notes] or [0], dtype=np.float64)
    shares = affect.pitch_classes(notes) if notes else np.ones(12)
    shares = shares[shares > 0] / shares.sum()
    first = np.flatnonzero(np.concatenate([[True], np.diff(starts) > TICKS // 16]))
    top, gaps = np.maximum.reduceat(pitch, first), np.diff(starts[first])
    more = [
        length.sum() / max(score.end, 1),
        pitch.std(),
        np.log2(length).std(),
        -(shares * np.log2(shares)).sum(),
        np.abs(np.diff(top)).mean() if len(top) > 1 else 0.0,
        np.log2(gaps).std() if len(gaps) > 1 else 0.0,
    ]
    return np.array([*astuple(affect.cues(score)), *more])


def read(path: Path) -> Labelled:
    """All labelled pieces of a ZIP with `vgmidi_labelled.csv`; files nobody can read are left out."""
    features, positive, games = [], [], []
    with zipfile.ZipFile(path) as archive:
        table = next(name for name in archive.namelist() if name.endswith("labelled.csv"))
        root = table.rpartition("/")[0]
        for row in csv.DictReader(io.StringIO(archive.read(table).decode())):
            try:
                score = read_midi(archive.read(f"{root}/{row['midi']}".lstrip("/")))
            except (Invalid, KeyError):
                continue
            features.append(describe(score))
            positive.append([float(row["valence"]) > 0, float(row["arousal"]) > 0])
            games.append(row["game"])
    return Labelled(np.array(features), np.array(positive), games)


def fit(features: Floats, positive: npt.NDArray[np.bool_]) -> Listener:
    """Two logistic regressions with ridge, by Newton's method."""
    mean, spread = features.mean(axis=0), features.std(axis=0) + 1e-9
    scaled = np.clip((features - mean) / spread, -3, 3)
    table = np.concatenate([scaled, np.ones((len(scaled), 1))], axis=1)
    hold = np.diag([RIDGE] * scaled.shape[1] + [1e-6])
    return Listener(mean, spread, np.stack([_newton(table, side.astype(np.float64), hold) for side in positive.T]))


def _newton(table: Floats, wanted: Floats, hold: Floats) -> Floats:
    weights = np.zeros(table.shape[1])
    for _ in range(20):
        chance = 1 / (1 + np.exp(-table @ weights))
        slope = table.T @ (chance - wanted) + hold @ weights
        bend = (table * (chance * (1 - chance))[:, None]).T @ table + hold
        weights -= np.linalg.solve(bend, slope)
    return weights


def accuracy(pieces: Labelled) -> dict[str, float]:
    """Shares of unheard games' pieces that are heard as labelled, and of the commonest answer for comparison."""
    order = {game: index % FOLDS for index, game in enumerate(sorted(set(pieces.games)))}
    fold = np.array([order[game] for game in pieces.games])
    heard = np.zeros_like(pieces.positive)
    for number in range(FOLDS):
        kept = fold != number
        heard[~kept] = fit(pieces.features[kept], pieces.positive[kept]).hear(pieces.features[~kept]) > 0.5
    right = heard == pieces.positive
    named = quadrants(pieces.positive)
    return {
        "listener.valence_accuracy": float(right[:, 0].mean()),
        "listener.arousal_accuracy": float(right[:, 1].mean()),
        "listener.quadrant_accuracy": float(right.all(axis=1).mean()),
        "listener.commonest_quadrant": float(np.bincount(named, minlength=4).max() / len(named)),
        "listener.pieces": float(len(named)),
    }


def report(labelled: Path, files: list[Path]) -> dict[str, object]:
    """Print and return the accuracy, and what the listener fitted on everything hears in some files."""
    pieces = read(labelled)
    figures = accuracy(pieces)
    for name, value in figures.items():
        print(f"{name}: {value:.3f}")
    told: dict[str, object] = dict(figures)
    listener = fit(pieces.features, pieces.positive)
    for path in files:
        valence, arousal = listener.hear(describe(read_midi(path.read_bytes()))[None])[0]
        print(f"{path.name}: pleasant {valence:.2f}, awake {arousal:.2f} (probabilities)")
        told[f"listener:{path}"] = [float(valence), float(arousal)]
    return told
