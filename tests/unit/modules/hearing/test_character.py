import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[4] / "scripts"))

import affect

from modules.composing import chords
from modules.hearing.character import affect_of, room_for_a_voice
from modules.hearing.evidence import Evidence, chroma
from modules.hearing.findings import Parts
from modules.hearing.harmony import chords_of
from modules.hearing.midi import reading_of
from modules.hearing.sections import sections_of
from tests.factories import small_score


def notes(*rows: tuple[float, float, float]) -> np.ndarray:
    return np.array([(*row, 0.6) for row in rows], dtype=np.float32).reshape(-1, 4)


def test_mood_agrees_with_the_frozen_formula() -> None:
    score = small_score()
    pitched = tuple(track for track in score.tracks if not track.is_drum)
    reading = reading_of(type(score)(pitched, score.tempos))
    heard = np.column_stack([reading.evidence.notes[:, :3], reading.force])
    valence, arousal = affect_of(Parts(accompaniment=heard), 120.0)
    known = affect.measure(type(score)(pitched, score.tempos))
    assert valence == pytest.approx(known[0], abs=0.15)
    assert arousal == pytest.approx(known[1], abs=0.15)


def test_a_voice_goes_where_nothing_else_sounds() -> None:
    busy = notes(*[(k, k + 1, pitch) for k in range(20) for pitch in range(50, 64)])
    low, high = room_for_a_voice(Parts(accompaniment=busy))
    assert low >= 60
    assert high > low


def test_pitch_classes_are_weighed_by_how_long_they_sound() -> None:
    table = chroma(notes((0, 2, 60), (1, 2, 64)), np.array([0.0, 1.0]), np.array([1.0, 2.0]))
    assert table[0, 0] == pytest.approx(0.6)
    assert table[0, 4] == pytest.approx(0.0, abs=1e-6)
    assert table[1, 0] == table[1, 4] == pytest.approx(0.6)


def test_a_chord_stays_through_a_doubtful_beat() -> None:
    likely = np.full((8, chords.CHORDS), -6.0)
    home, other = chords.chord(0, "maj"), chords.chord(7, "maj")
    likely[:, home] = -0.4
    likely[3, home], likely[3, other] = -1.1, -0.9
    found, _ = chords_of(likely, np.array([0, 4]))
    assert (found == home).all()


def test_sections_turn_where_the_music_turns_and_come_back() -> None:
    quiet = [(k * 0.5, k * 0.5 + 0.5, (60, 64, 67)[k % 3]) for k in range(64)]
    busy = [(32 + k * 0.125, 32 + k * 0.125 + 0.1, (73, 77, 80, 44)[k % 4]) for k in range(256)]
    again = [(64 + start, 64 + end, pitch) for start, end, pitch in quiet]
    evidence = Evidence(96.0, notes(*quiet, *busy, *again), np.zeros((8300, 3), dtype=np.float32))
    found = sections_of(evidence, np.arange(0, 96, 2.0), 96.0)
    assert [section.label for section in found] == ["A", "B", "A"]
    assert [section.start for section in found] == pytest.approx([0, 32, 64], abs=4)
