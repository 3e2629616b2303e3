from dataclasses import replace

import numpy as np
import pytest

from modules.hearing.ears import Ears
from modules.score.midi_writing import write_midi
from modules.score.score import Note, Score, TimeSignature, Track, track_of
from modules.score.tempo import TICKS, Tempo
from tests.factories import small_score
from tests.tunes import tune_notes


@pytest.fixture(scope="module")
def ears():
    return Ears()


def scored(bpm: float = 96.0, beats: int = 4, denominator: int = 4) -> Score:
    """The tune of `tests.tunes`, from the first bar line on."""
    gap = 60 / bpm
    rows = [(at - 0.25, length, pitch, force) for at, length, pitch, force in tune_notes(bpm, 12, beats)]
    unit = 4 * TICKS // denominator
    notes = [
        Note(round(at / gap * unit), round((at + length) / gap * unit), int(pitch), 80) for at, length, pitch, _ in rows
    ]
    tempo = Tempo.from_bpm(bpm * 4 / denominator)
    return Score((track_of("Piano", notes),), tempos=(tempo,), time_signatures=(TimeSignature(0, beats, denominator),))


def test_midi_that_keeps_to_its_beats_is_taken_at_its_word(ears) -> None:
    heard = ears.hear(write_midi(scored()))
    assert heard.origin == "midi"
    assert heard.time.tempo == pytest.approx(96, abs=0.01)
    assert heard.time.metre == (4, 4)
    assert heard.sure["beats"] == 1
    assert [span.name for span in heard.chords][:4] == ["C:maj", "G:maj", "A:min", "F:maj"]


@pytest.mark.parametrize(("beats", "denominator"), [(3, 4), (6, 8), (7, 8), (5, 4), (2, 2)])
def test_metres_are_read(ears, beats: int, denominator: int) -> None:
    heard = ears.hear_score(scored(beats=beats, denominator=denominator))
    assert heard.time.metre == (beats, denominator)
    written = heard.score()
    assert written.score.time_signatures[0][1:] in {(beats, denominator), (4, 4)}
    assert written.offset == pytest.approx(0.0, abs=1e-6)


def test_a_performance_finds_its_beats_by_listening(ears) -> None:
    chance = np.random.default_rng(4)
    rows = tune_notes(92.0, 16)
    late = [(at + chance.normal(0, 0.008), length, pitch) for at, length, pitch, _ in rows]
    notes = [Note(round(at * 1920), round((at + length) * 1920), int(pitch), 80) for at, length, pitch in late]
    heard = ears.hear_score(Score((track_of("Piano", notes),), tempos=(Tempo.from_bpm(120),)))
    assert min(abs(heard.time.tempo / wanted - 1) for wanted in (46, 92, 184)) < 0.02
    assert not heard.time.steady or abs(heard.time.beats[0] - 0.25) < 0.05


def test_named_tracks_say_who_plays_the_melody_and_the_bass(ears) -> None:
    tune = track_of("Vocal", [Note(k * TICKS, (k + 1) * TICKS, 72 + k % 3, 90) for k in range(16)], 53)
    high = track_of("Strings", [Note(k * TICKS, (k + 1) * TICKS, 88, 60) for k in range(16)], 48)
    low = track_of("Bass", [Note(k * 2 * TICKS, (k + 1) * 2 * TICKS, 36, 90) for k in range(8)], 33)
    heard = ears.hear_score(Score((high, tune, low)))
    assert set(heard.parts.melody[:, 2].astype(int)) == {72, 73, 74}
    assert set(heard.parts.bass[:, 2].astype(int)) == {36}
    assert len(heard.parts.accompaniment) == 16


def test_drums_fill_a_grid(ears) -> None:
    kit = track_of(
        "Kit", [Note(k * TICKS, k * TICKS + 99, 36 if k % 2 == 0 else 38, 100) for k in range(16)], is_drum=True
    )
    hats = [Note(k * TICKS // 2, k * TICKS // 2 + 99, 42, 80) for k in range(32)]
    kit = replace(kit, notes=tuple(sorted((*kit.notes, *hats))))
    grid = ears.hear_score(replace(scored(), tracks=(*scored().tracks, kit))).parts.drums
    assert grid[0, 0, 0] > 0
    assert grid[1, 1, 0] > 0
    assert grid[0, 1, 0] == 0
    assert grid[0, 2, 2] > 0


def test_drums_alone_have_beats_and_no_key(ears) -> None:
    kit = Track("Kit", is_drum=True, notes=tuple(Note(k * TICKS, k * TICKS + 99, 36, 100) for k in range(32)))
    heard = ears.hear_score(Score((kit,)))
    assert heard.key is None
    assert not heard.is_music


def test_two_seconds_are_enough_to_answer(ears) -> None:
    assert ears.hear(write_midi(small_score())).seconds == pytest.approx(2, abs=0.1)
