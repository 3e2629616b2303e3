import pytest

from modules.score.changes import TempoOutOfRange, faster, transpose, transposed_chord, with_programs, with_tempo
from modules.score.score import Chord, Key, Note, Score, Track
from modules.score.tempo import TICKS, Tempo


def score(*pitches: int) -> Score:
    notes = tuple(Note(k * TICKS, (k + 1) * TICKS, pitch, 80) for k, pitch in enumerate(pitches))
    return Score(
        (Track("Tune", 5, notes=notes), Track("Kit", 0, is_drum=True, notes=notes)),
        (Tempo.from_bpm(100), Tempo.from_bpm(50, 8 * TICKS)),
        keys=(Key(0, 9, "minor"),),
        chords=(Chord(0, TICKS, "A:min7/G"),),
    )


def test_transposing_moves_notes_keys_and_chords_but_not_drums():
    moved = transpose(score(60, 62), 3)

    assert [note.pitch for note in moved.tracks[0].notes] == [63, 65]
    assert [note.pitch for note in moved.tracks[1].notes] == [60, 62]
    assert moved.keys[0].tonic == 0
    assert moved.chords[0].name == "C:min7/Bb"


def test_what_would_leave_the_keyboard_comes_back_by_octaves():
    assert [note.pitch for note in transpose(score(120, 127), 12).tracks[0].notes] == [120, 127]
    assert [note.pitch for note in transpose(score(0, 5), -7).tracks[0].notes] == [5, 10]


@pytest.mark.parametrize(
    ("name", "semitones", "expected"),
    [("Bb:min7/b7", 2, "C:min7/b7"), ("F#", -1, "F"), ("N", 5, "N"), ("", 5, ""), ("C/E", 1, "Db/F")],
)
def test_chords_are_renamed(name: str, semitones: int, expected: str):
    assert transposed_chord(name, semitones) == expected


def test_twice_as_fast_takes_half_as_long():
    before = score(*range(60, 76))
    assert faster(before, 2).seconds == pytest.approx(before.seconds / 2, rel=1e-5)


def test_a_tempo_in_bpm_is_met_where_most_of_the_piece_is_and_the_rest_keeps_its_proportion():
    assert [round(tempo.bpm, 3) for tempo in with_tempo(score(*range(60, 70)), 120).tempos] == [120, 60]


def test_a_tempo_nobody_could_play_is_refused():
    with pytest.raises(TempoOutOfRange) as refusal:
        faster(score(60), 20)
    assert refusal.value.next_step
    assert refusal.value.field == "tempo"


def test_other_instruments_are_given_by_index():
    assert [track.program for track in with_programs(score(60), {0: 40}).tracks] == [40, 0]
