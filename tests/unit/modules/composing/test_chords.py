import numpy as np
import pytest

from modules.composing import chords, tonality


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("C:maj", "C:maj"),
        ("Bb:min7/b7", "Bb:min7"),
        ("F#:sus4(b7)", "Gb:sus"),
        ("A:dim7", "A:dim"),
        ("G", "G:maj"),
        ("N", "N"),
    ],
)
def test_labels_become_the_nearest_known_chord(label, expected):
    assert chords.name(chords.parse(label)) == expected


def test_transposing_moves_the_root_and_leaves_silence_alone():
    moved = chords.transpose(np.array([chords.parse("B:min"), chords.NO_CHORD]), 1)
    assert [chords.name(int(chord)) for chord in moved] == ["C:min", "N"]


@pytest.mark.parametrize("label", ["C:maj", "A:min", "G:7", "B:dim", "D:min7"])
def test_a_plain_chord_is_heard(label):
    wanted = chords.parse(label)
    tones = np.flatnonzero(chords.DESCRIPTIONS[wanted, :12])
    root = chords.pitch_class(label[0])
    rows = [(0, 0, 2, 36 + root, 16)] + [(0, 0, 2, 60 + int(tone), 16) for tone in tones]
    assert {chords.name(int(chord)) for chord in chords.hear_bars(np.array(rows), 1).ravel()} == {label}


@pytest.mark.parametrize("tonic", range(12))
def test_every_key_finds_its_way_home(tonic):
    major = np.roll(np.array([5, 0, 3, 0, 4, 3, 0, 5, 0, 3, 0, 2.0]), tonic)
    found, mode = tonality.estimate(major)
    assert (found, mode) == (tonic, tonality.MAJOR)
    assert (tonic + tonality.home(found, mode)) % 12 == 0
    assert tonality.inside(major, tonality.home(found, mode)) == 1.0
