"""How good composed music is: whether it is as asked, resembles real music, keeps to its references, copies nobody.

    python scripts/evaluate_composer.py --real pop909.zip --labelled vgmidi.zip [--quick] [--rules] [--json FILE]

--real: POP909 (of which only the held-out songs are used), or any ZIP or folder of MIDI files. --labelled: pieces with
valence and arousal, in VGMIDI's layout. Everything is measured on MIDI files as they come out. Songs are single drafts,
as in an order for fifty, but for those in the manner of references, which are orders of their own. Affect is heard by
`affect.py`, which was frozen before anything was composed.
"""

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import affect
import affect_listener
import numpy as np
from benching.figures import Asked, Figure, Report, arguments, close
from evaluating import likeness
from evaluating.manner import nearer, neighbourly_sets, references_of
from evaluating.pieces import real_songs
from evaluating.shares import percent
from evaluating.songs import Heard, Studio

from modules.composing import corpus, measuring, tonality
from modules.composing.copies import MOST
from modules.composing.measuring import spearman
from modules.composing.planning.key import Key
from modules.composing.planning.mood_path import MoodPath
from modules.composing.planning.request import PlanRequest
from modules.composing.songs import Song
from modules.composing.styles.catalogue import STYLES
from modules.composing.tasks import UNTOUCHED, Windows
from modules.generation.engines.composer import WEIGHTS
from modules.generation.engines.composer.material import Networked

SHAPE = 32
"""Bars of a piece that are compared with as many of another."""
POLISH = 20


@dataclass(frozen=True)
class Trial:
    """What every part of the evaluation works with."""

    report: Report
    studio: Studio
    real: list[Song]
    labelled: Path | None
    quick: bool

    def count(self, many: int) -> int:
        return max(many // 5, 10) if self.quick else many


def main() -> None:
    asked = read_arguments()
    report = Report("Composed music")
    studio = Studio(asked.weights, rules=asked.rules)
    report.notes.append(f"notes by: {studio.writer.name}; real pieces: {asked.real}")
    trial = Trial(report, studio, real_songs(asked.real), asked.labelled, asked.quick)
    report.notes.append(f"{len(trial.real)} real pieces")
    parts: tuple[Callable[[Trial], None], ...] = (exactness, moods, resemblance, manners, reconstruction)
    for part in parts:
        part(trial)
        print(f"... {part.__name__} measured", file=sys.stderr, flush=True)
    close(report, asked)


def read_arguments() -> argparse.Namespace:
    parser = arguments(__doc__ or "")
    parser.add_argument("--real", type=Path, required=True, metavar="ZIP_OR_DIR", help="real songs to compare with")
    parser.add_argument("--labelled", type=Path, metavar="ZIP", help="labelled pieces in VGMIDI's layout")
    parser.add_argument("--weights", type=Path, default=WEIGHTS, help="a folder of weights instead of the shipped one")
    parser.add_argument("--rules", action="store_true", help="evaluate what is composed without the network")
    return parser.parse_args()


def exactness(trial: Trial) -> None:
    """Tempo, key and length as asked, over styles, moods, keys and tempos at random."""
    rng = np.random.default_rng(1)
    requests = []
    for _ in range(trial.count(100)):
        mood = MoodPath.steady(*rng.uniform(-1, 1, 2))
        key = Key(int(rng.integers(12)), int(rng.integers(2)))
        style = list(STYLES.values())[int(rng.integers(len(STYLES)))]
        requests.append(PlanRequest(mood, style, key, None, round(float(rng.uniform(50, 180)), 1), bars=16))
    made = trial.studio.songs(requests, 1000)
    tempo = [abs(one.score.tempo_map.tempos[0].bpm - want.tempo) for one, want in zip(made, requests, strict=True)]
    written = [one.score.keys[0][1:] for one in made]
    wanted = [(want.key.tonic, ("major", "minor")[want.key.mode]) for want in requests]
    krumhansl = [tonality.estimate(histogram(one)) for one in made]
    albrecht = [key_heard(one) for one in made]
    asked = [(want.key.tonic, want.key.mode) for want in requests]
    count = len(made)
    least = Asked(100, least=True)
    trial.report.add(
        Figure("tempo.error", "bpm", max(tempo), count, asked=Asked(0.001)),
        Figure("key.written", "%", percent(a == b for a, b in zip(written, wanted, strict=True)), count, asked=least),
        Figure("key.heard", "%", percent(a == b for a, b in zip(krumhansl, asked, strict=True)), count, asked=least),
        Figure("key.heard_otherwise", "%", percent(a == b for a, b in zip(albrecht, asked, strict=True)), count),
    )


def histogram(one: Heard) -> np.ndarray:
    return affect.pitch_classes([note for track in one.score.tracks if not track.is_drum for note in track.notes])


def key_heard(one: Heard) -> tuple[int, int]:
    """By profiles that no part of the composer knows."""
    strengths = affect.key_strengths(histogram(one))
    mode, tonic = divmod(int(strengths.argmax()), 12)
    return tonic, mode


def moods(trial: Trial) -> None:
    """Affect asked and heard, at random points: in the default style, and in all of them."""
    rng = np.random.default_rng(2)
    points = rng.uniform(-1, 1, (trial.count(200), 2))
    styles = rng.integers(len(STYLES), size=len(points))
    for name in ("affect", "affect_all_styles"):
        chosen = [None] * len(points) if name == "affect" else [list(STYLES.values())[k] for k in styles]
        requests = [PlanRequest(MoodPath.steady(*p), s, seconds=30) for p, s in zip(points, chosen, strict=True)]
        made = trial.studio.songs(requests, 2000)
        felt = np.array([affect.measure(one.score) for one in made])
        for row in correlations(name, points, felt):
            trial.report.add(row)
        if name == "affect":
            copied(trial.report, made)
        if trial.labelled:
            second_ear(trial, name, points, made)


def correlations(name: str, points: np.ndarray, felt: np.ndarray) -> list[Figure]:
    def figure(title: str, row: int, column: int, asked: Asked) -> Figure:
        value = spearman(points[:, row], felt[:, column])
        value = abs(value) if row != column else value
        return Figure(f"{name}.{title}", "", value, len(points), asked=asked)

    return [
        figure("arousal", 1, 1, Asked(0.9, least=True)),
        figure("valence", 0, 0, Asked(0.8, least=True)),
        figure("valence_to_arousal", 0, 1, Asked(0.2)),
        figure("arousal_to_valence", 1, 0, Asked(0.2)),
    ]


def second_ear(trial: Trial, name: str, points: np.ndarray, made: list[Heard]) -> None:
    """A classifier fitted on labelled pieces: its probabilities as a regressor, its quadrants beside its accuracy."""
    pieces = affect_listener.read(trial.labelled)
    ceiling = affect_listener.accuracy(pieces)
    listener = affect_listener.fit(pieces.features, pieces.positive)
    features = np.stack([affect_listener.describe(one.score) for one in made])
    heard = listener.hear(features)
    right = listener.quadrants(features) == affect_listener.quadrants(points > 0)
    clear = (np.abs(points) > 0.3).all(axis=1)
    bound = Asked(round(ceiling["listener.quadrant_accuracy"], 3), least=True)
    trial.report.add(
        Figure(f"{name}.listener.arousal", "", spearman(points[:, 1], heard[:, 1]), len(points)),
        Figure(f"{name}.listener.valence", "", spearman(points[:, 0], heard[:, 0]), len(points)),
        Figure(f"{name}.quadrant", "", float(right.mean()), len(points), asked=bound),
        Figure(f"{name}.quadrant_of_clear_moods", "", float(right[clear].mean()), int(clear.sum())),
    )
    if name == "affect":
        trial.report.add(*(Figure(key, "", value) for key, value in ceiling.items()))


def copied(report: Report, made: list[Heard]) -> None:
    runs = [one.composed.copied.learned.notes for one in made if one.composed.copied.learned]
    if runs:
        kept = 100 * float(np.mean(np.array(runs) <= MOST))
        report.add(Figure("copies.at_most_8_learned", "%", kept, len(runs), asked=Asked(95, least=True)))
        report.add(Figure("copies.longest_learned", "notes", max(runs), len(runs)))
    changed = np.mean([one.composed.copied.changed > 0 for one in made])
    report.add(Figure("copies.songs_changed", "%", 100 * float(changed), len(made)))


def resemblance(trial: Trial) -> None:
    """Songs with the tempo, mode and estimated mood of the real ones, beside the real ones, 32 bars of each.

    A pianist plays them who writes like pop songs, as these are.
    """
    real = [song for song in trial.real if len(song.bars) >= SHAPE]
    requests = [like(song) for song in real]
    made = [one.song.bars for one in trial.studio.songs(requests, 3000)]
    made = [bars.window(0, min(SHAPE, len(bars))) for bars in made]
    shapes = [song.bars.window((len(song.bars) - SHAPE) // 2, SHAPE) for song in real]
    for name, (distance, ordinary, ratio) in likeness.ratios(made, shapes).items():
        trial.report.add(Figure(f"real.{name}", "x", ratio, len(made), (ordinary, distance), Asked(2)))
    trial.report.notes.append("real.*: distance to real songs by that of two halves of them; beside it both distances.")
    for name, measure in {"returning": likeness.returning, "period": likeness.period}.items():
        found, usual = [measure(bars) for bars in made], [measure(bars) for bars in shapes]
        low, high = np.quantile(usual, [0.05, 0.95])
        inside = 100 * float(np.mean([low <= value <= high for value in found]))
        trial.report.add(Figure(f"structure.{name}", "", float(np.median(found)), len(found), (low, high)))
        trial.report.add(Figure(f"structure.{name}_in_range", "%", inside, len(found), asked=Asked(90, least=True)))


def like(song: Song) -> PlanRequest:
    controls = song.controls()
    mood = MoodPath.steady(float(np.nanmean(controls.valence)), float(np.nanmean(controls.arousal)))
    key = Key(0, 0) if song.mode == tonality.MAJOR else Key(9, 1)
    tempo = float(np.clip(round(float(np.median(song.tempo))), 40, 220))
    pop = STYLES["pop"]
    pianist = replace(STYLES["piano"], likeness=pop.likeness, natural=pop.natural, sevenths=pop.sevenths)
    return PlanRequest(mood, pianist, key, None, tempo, bars=SHAPE)


def manners(trial: Trial) -> None:
    """Two songs for every set of references: how many other sets are farther away than their own."""
    songs = [song for song in trial.real if len(song.bars) >= 16]
    sets = neighbourly_sets(songs, min(24, len(songs) // 3), 3)
    own = np.repeat(np.arange(len(sets)), 2)
    liked = [references_of([songs[k] for k in sets[index]]) for index in own]
    made = trial.studio.songs([PlanRequest(bars=24)] * len(own), 4000, liked, closeness=1.0, apart=True)
    groups = [[songs[k] for k in one] for one in sets]
    shares = [100 * nearer(one.song, int(index), groups) for one, index in zip(made, own, strict=True)]
    runs = [one.composed.copied.references.notes for one in made]
    kept, spread = percent(run <= MOST for run in runs), (min(shares), max(shares))
    trial.report.add(
        Figure("style.sets_farther_away", "%", float(np.mean(shares)), len(shares), spread, Asked(95, least=True)),
        Figure("style.sets_farther_away_median", "%", float(np.median(shares)), len(shares)),
        Figure("copies.at_most_8_references", "%", kept, len(runs), asked=Asked(95, least=True)),
        Figure("copies.longest_references", "notes", max(runs), len(runs)),
    )


def reconstruction(trial: Trial) -> None:
    """Eight bars that the network has not seen, to latents and back."""
    if not isinstance(trial.studio.writer, Networked):
        return
    held = Windows(corpus.pack(trial.real), 8, UNTOUCHED)
    for name, polish, many in (("reconstruction", 0, 200), ("reconstruction_polished", POLISH, 40)):
        chosen = measuring.choose(held, many // 10 if trial.quick else many, 1)
        values = measuring.reconstruction(trial.studio.writer.composer, chosen, polish)
        bound = None if polish else Asked(0.6, least=True)
        trial.report.add(Figure(f"{name}.f1", "", float(values["f1"].mean()), len(chosen), asked=bound))


if __name__ == "__main__":
    main()
