from dataclasses import dataclass, replace

import numpy as np
import pytest

from modules.composing.architecture import Shape
from modules.composing.bars import ACCOMPANIMENT, Bars, tidy
from modules.composing.chords import parse
from modules.composing.melody.backing import Backing, Stretch
from modules.composing.melody.breathing import breathing, ends_of, phrases_in
from modules.composing.melody.candidate import LENGTH, START, phrases_of
from modules.composing.melody.given import NoMelody, given_melody
from modules.composing.melody.manner import Manner, manner_of
from modules.composing.melody.pausing import chances, quarters
from modules.composing.melody.phrasing import paused
from modules.composing.melody.ranking import NothingToSing
from modules.composing.melody.returning import sources
from modules.composing.melody.wish import BadWish, MelodyWish
from modules.composing.melody.writing import melody_for
from modules.composing.network import fresh
from modules.score.score import Note, Score, track_of
from modules.score.tempo import TICKS

pytestmark = pytest.mark.torch

CHANGES = {"A": ("C", "G", "A:min", "F"), "B": ("F", "G", "C", "C")}


@dataclass(frozen=True)
class Played:
    """Two silent bars, A, B and A of eight bars each, two silent bars, at 120 in D major."""

    sung: tuple[int, int] = (2, 26)

    def backing(self) -> Backing:
        forms = ("A", "A", "B", "A", "B")
        stretches = (("I", 0, 2), ("A", 2, 10), ("B", 10, 18), ("A", 18, 26), ("O", 26, 28))
        names = [CHANGES[forms[0]][bar % 4] for bar in range(2)]
        names += [CHANGES[letter][bar % 4] for letter in "ABA" for bar in range(8)] + ["C", "C"]
        chords = np.array([[parse(name)] * 4 for name in names])
        rows = [(bar, slot, ACCOMPANIMENT, 48 + pitch, 4) for bar in range(28) for slot in (0, 8) for pitch in (0, 7)]
        wanted = np.arange(28)
        return Backing(
            bars=Bars(tidy(np.array(rows)), np.full(28, 16), chords),
            shift=np.full(28, -2),
            tempo=np.full(28, 120.0),
            mode=0,
            stretches=tuple(Stretch(*one, (60, 76)) for one in stretches),
            sung=(wanted >= self.sung[0]) & (wanted < self.sung[1]),
            seconds=0.5 + np.arange(28 * 16 + 1) * 0.125,
            first=4.0,
            free=(60, 76),
        )


@pytest.fixture(scope="module")
def composer():
    return fresh(Shape(width=64, layers=1, latent=(4, 4, 4), hidden=16, slot=8, memory=16), 1)


def test_a_melody_is_sung_where_a_voice_is_wanted_and_comes_again_with_its_section(composer) -> None:
    wish = MelodyWish(lowest=57, highest=74, seed=3, count=2)
    best, second = melody_for(Played(), wish, composer)
    assert [best.rank, second.rank] == [1, 2]
    assert best.score >= second.score
    assert best.notes != second.notes
    assert any("those of the first candidate" in reason for reason in second.reasons)
    assert {note.pitch for note in best.notes} <= set(range(57, 75))
    bars = {int((note.beat - 4) // 4) for note in best.notes}
    assert bars <= set(range(2, 26))
    assert len(bars) > 20
    assert all(note.start == pytest.approx(0.5 + (note.beat - 4) * 0.5) for note in best.notes)
    assert all(
        one.start + one.seconds <= two.start + 1e-3 for one, two in zip(best.notes, best.notes[1:], strict=False)
    )
    first = [note.beat for note in best.notes if 12 <= note.beat < 40]
    again = [note.beat - 64 for note in best.notes if 76 <= note.beat < 104]
    assert first == again
    assert any("come again" in reason for reason in best.reasons)
    assert melody_for(Played(), wish, composer) == [best, second]


def test_a_backing_without_room_for_a_voice_is_refused_unless_it_is_asked_for_everywhere(composer) -> None:
    with pytest.raises(NothingToSing) as refused:
        melody_for(Played((0, 0)), MelodyWish(), composer)
    assert refused.value.next_step
    everywhere = melody_for(Played((0, 0)), MelodyWish(everywhere=True, count=1), composer)
    assert everywhere[0].notes[0].beat < 8


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        (MelodyWish(density=9), "density"),
        (MelodyWish(count=0), "count"),
        (MelodyWish(seed=-1), "seed"),
        (MelodyWish(lowest=5), "lowest"),
        (MelodyWish(lowest=60, highest=63), "highest"),
    ],
)
def test_wishes_that_cannot_be_met_name_their_field(wish, field) -> None:
    with pytest.raises(BadWish) as refused:
        wish.check()
    assert refused.value.field == field
    assert refused.value.next_step


def test_sections_return_where_their_chords_do() -> None:
    backing = Played().backing()
    source = sources(backing, backing.sung)
    assert source[18:26].tolist() == list(range(2, 10))
    assert source[10:18].tolist() == list(range(10, 18))


def even_line() -> np.ndarray:
    """A quarter note on every beat from the third bar to the eighteenth."""
    starts = np.arange(32, 32 + 16 * 16, 4)
    return np.stack([starts, np.full(len(starts), 4), np.full(len(starts), 67)], axis=1)


def test_pauses_come_where_people_pause_and_phrases_end_with_a_rest() -> None:
    backing = Played().backing()
    places = quarters(backing)
    chance = np.where(places[:, 0] % 64 >= 60, 0.9, 0.1)
    airy = Manner(air=0.95, longer=3.0)
    kept, silent = paused(even_line(), backing, np.arange(28), chance, airy)
    assert np.flatnonzero(silent[8:72]).tolist() == np.flatnonzero(chance[8:72] > 0.5).tolist()
    assert set(kept[:, START] % 64) == set(range(0, 60, 4))
    shaped = breathing(kept, backing, silent, airy, np.random.default_rng(1))
    assert shaped[:, START].tolist() == kept[:, START].tolist()
    assert np.flatnonzero(ends_of(shaped, backing, silent)).tolist() == [6, 21, 36, 51]
    assert phrases_in(shaped, ends_of(shaped, backing, silent)) == (0, 7, 22, 37, 52)
    assert phrases_in(shaped, np.ones(len(shaped) - 1, dtype=bool)) == tuple(range(0, len(shaped) - 3, 4))
    assert {6, 21, 36, 51} <= {number - 1 for number in phrases_of(shaped)}


def test_who_hardly_rests_sings_through_its_phrases() -> None:
    backing = Played().backing()
    kept, silent = paused(even_line(), backing, np.arange(28), chances(backing), Manner(air=0.0, longer=1.0))
    sung = breathing(kept, backing, silent, Manner(air=0.0, longer=1.0), np.random.default_rng(1))
    airy = breathing(kept, backing, silent, Manner(air=1.0, longer=1.0), np.random.default_rng(1))
    assert len(phrases_of(sung)) < len(phrases_of(airy))
    assert sung[:-1, LENGTH].sum() > airy[:-1, LENGTH].sum()


def test_songs_are_sung_in_different_manners_and_each_always_in_its_own() -> None:
    backing = Played().backing()
    manners = [manner_of(backing, seed, 0) for seed in range(200)]
    assert manners[3] == manner_of(backing, 3, 0)
    assert np.mean([manner.air for manner in manners]) == pytest.approx(0.5, abs=0.08)
    assert np.std(np.log([manner.longer for manner in manners])) == pytest.approx(0.3, abs=0.06)


def test_a_given_melody_is_sung_as_it_is_its_top_line_and_no_longer_than_the_backing() -> None:
    step = TICKS
    notes = [Note(k * step, k * step + step, 60 + k % 5, 90) for k in range(200)] + [Note(0, step, 48, 90)]
    low = track_of("Piano", [Note(0, step, 40, 80)])
    score = Score((low, track_of("Voice", notes)))
    sung = given_melody(Played(), score)
    assert sung.notes[0].pitch == 60
    assert sung.notes[1].start == pytest.approx(0.5)
    assert sung.notes[1].beat == pytest.approx(4.0)
    assert sung.notes[-1].start + sung.notes[-1].seconds <= 56.5
    assert [word in " ".join(sung.remarks) for word in ("Voice", "top line", "longer")] == [True, True, True]
    with pytest.raises(NoMelody):
        given_melody(Played(), replace(score, tracks=()))
