import sys
from dataclasses import replace
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "scripts"))

import affect  # noqa: E402 - scripts are no package

from modules.score.score import Note, Score, track_of  # noqa: E402 - after the path
from modules.score.tempo import TICKS, Tempo  # noqa: E402 - after the path

MAJOR = (60, 64, 67, 65, 69, 72, 67, 71, 74, 60, 64, 67)
MINOR = (60, 63, 67, 65, 68, 72, 67, 70, 74, 60, 63, 67)


def piece(pitches=MAJOR, *, bpm=100.0, velocity=70, length=0.75, drums=False) -> Score:
    step = TICKS // 2
    notes = [
        Note(k * step, k * step + int(step * length), pitch, velocity) for k, pitch in enumerate(tuple(pitches) * 4)
    ]
    return Score((track_of("one", notes, is_drum=drums),), tempos=(Tempo.from_bpm(bpm),))


def test_major_is_more_pleasant_than_minor_and_no_more_awake() -> None:
    bright, dark = affect.measure(piece(MAJOR)), affect.measure(piece(MINOR))
    assert bright[0] > dark[0] + 0.5
    assert bright[1] == pytest.approx(dark[1], abs=0.05)


@pytest.mark.parametrize("more", [{"bpm": 150}, {"velocity": 100}, {"length": 0.5}], ids=str)
def test_fast_loud_and_detached_music_is_more_awake(more) -> None:
    assert affect.measure(piece(**more))[1] > affect.measure(piece())[1] + 0.05


def test_loud_is_less_pleasant_than_soft() -> None:
    assert affect.measure(piece(velocity=100))[0] < affect.measure(piece(velocity=50))[0]


def test_the_key_does_not_matter_but_the_octave_does() -> None:
    higher = affect.cues(piece([pitch + 7 for pitch in MAJOR]))
    assert higher.mode == pytest.approx(affect.cues(piece()).mode)
    assert higher.register > affect.cues(piece()).register


def test_windows_follow_a_piece_that_becomes_louder() -> None:
    whole = piece(MAJOR * 3)
    louder = whole.with_tracks(
        lambda track: replace(
            track, notes=tuple(note._replace(velocity=30 + note.start * 90 // whole.end) for note in track.notes)
        )
    )
    arousal = [felt for _, _, felt in affect.measure_windows(louder, bars=4)]
    assert len(arousal) > 3
    assert arousal == sorted(arousal)


def test_drums_alone_and_silence_have_a_measure_too() -> None:
    assert affect.cues(piece(drums=True)).register == 0
    assert affect.measure(Score(()))[0] == pytest.approx(0, abs=0.1)


def test_the_weights_of_a_line_sum_to_one() -> None:
    for line in (affect.VALENCE, affect.AROUSAL):
        assert sum(abs(weight) for weight in line.values()) == pytest.approx(1)


def test_nothing_that_composes_knows_how_it_will_be_measured() -> None:
    for room in ("modules", "models", "blueprints", "workers", "museaika"):
        for path in (ROOT / room).rglob("*.py"):
            text = path.read_text()
            assert "affect" not in [word for line in text.splitlines() if "import" in line for word in line.split()], (
                path
            )
            assert "scripts/affect" not in text, path
