import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "scripts"))

import affect
import affect_listener as listener

from modules.composing.arranging.arranger import arrange
from modules.composing.arranging.draft import draft
from modules.composing.performing.performer import perform
from modules.composing.planning.mood_path import MoodPath
from modules.composing.planning.planner import plan
from modules.composing.planning.request import PlanRequest
from modules.composing.styles.catalogue import STYLES
from modules.score.midi_writing import write_midi

pytestmark = pytest.mark.slow


def composed(valence: float, arousal: float, seed: int, style: str = "pop"):
    rng = np.random.default_rng(seed)
    mood = MoodPath.steady(valence, arousal)
    piece = plan(PlanRequest(mood=mood, style=STYLES[style], seconds=30), rng)
    return perform(piece, arrange(piece, draft(piece, rng), rng), rng)


def rank_correlation(one, two) -> float:
    ranks = [np.argsort(np.argsort(values)) for values in (one, two)]
    return float(np.corrcoef(*ranks)[0, 1])


@pytest.mark.parametrize("style", STYLES)
def test_the_mood_that_was_asked_is_measured_in_the_notes(style) -> None:
    asked = np.random.default_rng(3).uniform(-1, 1, (40, 2))
    heard = np.array([affect.measure(composed(*point, seed, style)) for seed, point in enumerate(asked)])
    assert rank_correlation(asked[:, 1], heard[:, 1]) >= 0.9
    assert rank_correlation(asked[:, 0], heard[:, 0]) >= 0.75
    assert abs(rank_correlation(asked[:, 0], heard[:, 1])) <= 0.3
    assert abs(rank_correlation(asked[:, 1], heard[:, 0])) <= 0.3


def test_a_path_of_moods_is_measured_along_the_piece() -> None:
    rng = np.random.default_rng(5)
    path = MoodPath.through([(0, -0.6, 0.8), (1, 0.6, -0.6)])
    piece = plan(PlanRequest(mood=path, style=STYLES["pop"], seconds=90), rng)
    windows = affect.measure_windows(perform(piece, arrange(piece, draft(piece, rng), rng), rng))
    arousal = [one for _, _, one in windows]
    assert arousal[0] > arousal[-1] + 0.3
    assert windows[-1][1] > windows[0][1] + 0.3


@pytest.fixture
def labelled(tmp_path) -> Path:
    path = tmp_path / "labelled.zip"
    points = [(0.8, 0.7), (-0.8, 0.7), (-0.8, -0.7), (0.8, -0.7)] * 6
    rows = ["id,series,console,game,piece,midi,valence,arousal"]
    with zipfile.ZipFile(path, "w") as archive:
        for number, (valence, arousal) in enumerate(points):
            archive.writestr(f"labelled/{number}.mid", write_midi(composed(valence, arousal, number)))
            rows.append(f"{number},s,c,g{number},p,labelled/{number}.mid,{np.sign(valence):.0f},{np.sign(arousal):.0f}")
        archive.writestr("labelled/torn.mid", b"MThd")
        rows.append("99,s,c,g99,p,labelled/torn.mid,1,1")
        archive.writestr("vgmidi_labelled.csv", "\n".join(rows))
    return path


def test_a_listener_learns_what_labelled_pieces_have_in_common(labelled, capsys) -> None:
    pieces = listener.read(labelled)
    assert len(pieces.games) == 24
    figures = listener.report(labelled, [])
    assert figures["listener.quadrant_accuracy"] >= 0.8
    assert figures["listener.commonest_quadrant"] == 0.25
    assert "quadrant_accuracy" in capsys.readouterr().out


def test_quadrants_are_counted_from_happy_over_angry_and_sad_to_calm() -> None:
    positive = np.array([[True, True], [False, True], [False, False], [True, False]])
    assert listener.quadrants(positive).tolist() == [0, 1, 2, 3]
