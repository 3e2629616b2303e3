import numpy as np
import pytest

from modules.composing.bars import MELODY, PART
from modules.hearing.ears import Ears
from modules.hearing.writing import NotMusic
from modules.score.midi import read_midi
from modules.score.midi_writing import write_midi
from modules.score.tempo import TICKS
from tests.tunes import noise, tune, wav_of

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def heard():
    return Ears().hear(wav_of(tune(bpm=100, bars=12)))


def test_the_score_begins_with_a_bar_and_keeps_the_tempo(heard) -> None:
    written = heard.score()
    assert written.score.tempos[0].bpm == pytest.approx(heard.time.tempo, rel=0.001)
    assert {track.name for track in written.score.tracks} >= {"Melody", "Bass", "Accompaniment"}
    assert min(note.start for track in written.score.tracks for note in track.notes) >= 0


def test_the_score_lies_under_the_sound_to_the_hundredth_of_a_second(heard) -> None:
    written = heard.score()
    bass = next(track for track in written.score.tracks if track.name == "Bass")
    starts = written.offset + written.score.tempo_map.seconds([note.start for note in bass.notes])
    assert np.abs(np.sort(starts) - np.sort(heard.parts.bass[:, 0])).max() < 0.01


def test_most_notes_lie_near_sixteenths(heard) -> None:
    starts = np.array([note.start for track in heard.score().score.tracks for note in track.notes])
    off = np.abs(starts / (TICKS / 4) - np.rint(starts / (TICKS / 4)))
    assert np.median(off) < 0.15


def test_the_score_can_be_written_as_midi(heard) -> None:
    assert read_midi(write_midi(heard.score().score)).note_count > 50


def test_a_song_comes_home_with_its_chords(heard) -> None:
    song = heard.song("tune")
    assert len(song.bars) >= 11
    assert set(song.bars.lengths.tolist()) <= {16}
    assert (song.bars.notes[:, PART] == MELODY).any()
    assert song.tempo.mean() == pytest.approx(heard.time.tempo, rel=0.01)
    assert song.crooked.mean() < 0.3


def test_what_is_no_music_cannot_be_written_down() -> None:
    with pytest.raises(NotMusic) as refused:
        Ears().hear(wav_of(noise())).score()
    assert refused.value.next_step
