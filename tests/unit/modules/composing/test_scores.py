import numpy as np
import pytest
import symusic

from modules.composing import scores
from modules.composing.songs import bar_lines


def midi(tracks, numerator=4, denominator=4, sign=None):
    score = symusic.Score(480)
    score.time_signatures.append(symusic.TimeSignature(0, numerator, denominator))
    score.tempos.append(symusic.Tempo(0, qpm=90))
    if sign is not None:
        score.key_signatures.append(symusic.KeySignature(0, sign, 0))
    for name, notes in tracks.items():
        track = symusic.Track(name)
        for start, length, pitch in notes:
            track.notes.append(symusic.Note(start * 120, length * 120, pitch, 80))
        score.tracks.append(track)
    return score.dumps_midi()


SONG = {
    "Voice": [(slot, 2, 74 + step) for slot, step in zip(range(0, 64, 4), [0, 2, 4, 5] * 4, strict=True)],
    "Piano": [(slot, 8, pitch) for slot in range(0, 64, 8) for pitch in (50, 57, 62, 66)],
}


def test_a_song_comes_home_with_its_parts():
    song = scores.read(midi(SONG, sign=2), "x", "song")
    assert len(song.bars) == 4
    assert (song.shift == -2).all()
    assert set(song.bars.only([0]).notes[:, 3] % 12) == {0, 2, 4, 5}
    assert song.bars.only([2]).notes[:, 3].min() == 48
    assert song.tempo.tolist() == pytest.approx([90.0] * 4, abs=1e-3)
    assert not song.crooked.any()


def test_tracks_are_known_by_what_they_are_called():
    high = [(slot, 2, 84) for slot in range(0, 64, 4)]
    low = [(slot, 2, 60) for slot in range(0, 64, 4)]
    broken = [(slot, 2, 40 + slot % 3) for slot in range(0, 64, 2)]
    tracks = {"Piano left hand": broken, "Piano inner voice": high, "Piano melody": low}
    song = scores.read(midi(tracks, sign=0), "x", "song")
    heard = [sorted(set(song.bars.only([part]).notes[:, 3].tolist())) for part in range(3)]
    assert heard == [[60], [84], [40, 41, 42]]


def test_without_a_key_signature_the_key_is_heard():
    assert (scores.read(midi(SONG), "x", "song").shift % 12 == 10).all()


def test_the_top_of_a_single_piano_is_its_melody():
    song = scores.read(midi({"": SONG["Voice"] + SONG["Piano"]}), "x", "piano")
    assert len(song.bars.only([0]).notes) == len(SONG["Voice"])


@pytest.mark.parametrize(("metre", "length"), [((3, 4), 12), ((6, 8), 12), ((2, 4), 8), ((12, 8), 12)])
def test_other_metres_have_other_bars(metre, length):
    song = scores.read(midi(SONG, *metre), "x", "song")
    assert set(song.bars.lengths[:-1]) == {length}


def test_long_bars_are_cut():
    assert bar_lines([16, 20, 24, 18, 32]) == [16, 16, 4, 12, 12, 12, 6, 16, 16]


@pytest.mark.parametrize("data", [b"", b"MThd", b"nonsense" * 40, midi({"drums": []})])
def test_what_is_not_music_is_refused(data):
    with pytest.raises(scores.NothingToRead):
        scores.read(data, "x", "other")


def test_drums_alone_are_refused():
    score = symusic.Score.from_midi(midi(SONG))
    for track in score.tracks:
        track.is_drum = True
    with pytest.raises(scores.NothingToRead):
        scores.read(score.dumps_midi(), "x", "other")


def test_notes_between_the_sixteenths_are_counted():
    triplets = {"": [(k * 4 / 3, 1, 60 + k % 12) for k in range(24)]}
    score = symusic.Score.from_midi(midi({"": [(0, 1, 60)] * 1}))
    for start, _, pitch in triplets[""]:
        score.tracks[0].notes.append(symusic.Note(round(start * 120), 120, pitch, 80))
    assert np.mean(scores.read(score.dumps_midi(), "x", "other").crooked) > 0.4
