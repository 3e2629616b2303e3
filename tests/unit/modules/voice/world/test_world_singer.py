import numpy as np
import pytest

from modules.audio.clip import RATE, never
from modules.voice.espeak import espeak
from modules.voice.singer import NothingToSing
from modules.voice.sung import SungNote
from modules.voice.syllables import syllables
from modules.voice.voices import VOICES, UnknownVoice, voice_named
from modules.voice.world.singer import WorldSinger

pytestmark = pytest.mark.slow


def quiet(_fraction: float, _note: str) -> None:
    """Nobody listens to how far it is."""


def melody() -> list[SungNote]:
    """Two phrases; the last syllable goes on over two notes."""
    parts = [part for word in ("little", "star", "above") for part in syllables(word)]
    notes = [SungNote(0.4 * at + 0.5, 0.4, 60 + 2 * at, part) for at, part in enumerate(parts)]
    later = [SungNote(note.start + 0.6, 0.4, note.pitch, note.syllable) for note in notes[3:]]
    return [*notes[:3], *later, SungNote(3.1, 0.4, 67, None)]


def spoken_pitch(sound: np.ndarray, start: float, end: float) -> float:
    """MIDI pitch of the strongest period between two times."""
    part = sound[round(start * RATE) : round(end * RATE)]
    around = np.correlate(part, part, "full")[len(part) :]
    low, high = RATE // 700, RATE // 90
    return float(69 + 12 * np.log2(RATE / (low + int(np.argmax(around[low:high])) + 1) / 440))


def test_notes_sound_at_their_pitch_and_time_even_and_without_clipping() -> None:
    notes = melody()
    clip = WorldSinger(VOICES["alto"]).sing(notes, seed=3, report=quiet, check=never)
    sound = clip.samples[:, 0]
    assert (clip.rate, clip.channels) == (RATE, 1)
    assert clip.seconds == pytest.approx(notes[-1].end + 0.3, abs=0.01)
    for note in notes:
        assert spoken_pitch(sound, note.start + 0.12, note.end - 0.12) == pytest.approx(note.pitch, abs=0.3)
    levels = [np.sqrt(np.mean(sound[round((n.start + 0.1) * RATE) : round((n.end - 0.15) * RATE)] ** 2)) for n in notes]
    assert max(levels) / min(levels) < 2.2
    assert 0.1 < np.abs(sound).max() < 0.95


def test_the_same_seed_gives_the_same_samples_also_from_a_singer_that_sang_before() -> None:
    notes, singer = melody()[:3], WorldSinger(VOICES["bass"])
    first = singer.sing(notes, seed=1, report=quiet, check=never).samples
    singer.sing(melody()[3:], seed=5, report=quiet, check=never)
    for word in ("when", "the", "morning", "light", "is", "falling", "on", "water", "I", "will", "walk", "along") * 3:
        espeak().words(word, "en-us")
    again = WorldSinger(VOICES["bass"]).sing(notes, seed=1, report=quiet, check=never).samples
    assert np.array_equal(first, again)
    assert not np.array_equal(first, singer.sing(notes, seed=2, report=quiet, check=never).samples)


def test_the_samples_are_the_same_however_many_phrases_are_sung_at_a_time() -> None:
    alone, together = (
        WorldSinger(VOICES["alto"], threads=threads).sing(melody(), seed=1, report=quiet, check=never).samples
        for threads in (1, 2)
    )
    assert np.array_equal(alone, together)


def test_each_phrase_is_reported_and_may_be_the_last() -> None:
    told: list[float] = []

    class Enough(Exception):
        """Somebody gave up."""

    def check() -> None:
        if told:
            raise Enough

    with pytest.raises(Enough):
        WorldSinger(VOICES["giant"]).sing(melody(), seed=1, report=lambda done, _: told.append(done), check=check)
    assert told == [0.0]


def test_voices_differ_know_their_range_and_strangers_are_refused_with_the_list() -> None:
    assert len(VOICES) >= 6
    assert VOICES["bass"].octaves([72, 76, 79]) == -2
    assert VOICES["soprano"].octaves([72, 76, 79]) == 0
    with pytest.raises(UnknownVoice) as refused:
        voice_named("falsetto")
    assert "soprano" in str(refused.value.next_step)
    with pytest.raises(NothingToSing):
        WorldSinger(VOICES["alto"]).sing([], seed=1, report=quiet, check=never)
