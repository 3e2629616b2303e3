import numpy as np
import pytest

from modules.audio.bundled import bundled_soundfont
from modules.audio.clip import RATE, never
from modules.audio.performance import perform
from modules.audio.soundfont import STEP, Player, SoundFont, SoundFontUnusable
from modules.audio.staging import Seat
from modules.score.score import EXPRESSION, PAN, SUSTAIN, VOLUME, Bend, Control, Note, Track
from modules.score.tempo import TICKS, Tempo, TempoMap

SECOND = TempoMap((Tempo.from_bpm(60),))
VIOLIN, FLUTE, SQUARE, PIANO = 40, 73, 80, 0


@pytest.fixture(scope="module")
def soundfont() -> SoundFont:
    return SoundFont(bundled_soundfont())


def track(program: int, *notes: Note, controls=(), bends=()) -> Track:
    return Track("", program, notes=tuple(sorted(notes)), controls=tuple(controls), bends=tuple(bends))


def played(soundfont: SoundFont, what: Track, seconds: float = 2.0, seat: Seat | None = None) -> np.ndarray:
    out = np.zeros((round(seconds * RATE), 2), dtype=np.float32)
    with Player(soundfont, perform(what, SECOND), seat or Seat()) as player:
        player.play(out, never)
    return out


def decibels(samples: np.ndarray) -> float:
    return float(10 * np.log10((samples.astype(np.float64) ** 2).mean() + 1e-20))


def pitch(samples: np.ndarray) -> float:
    """Hz of the strongest line below 1000."""
    spectrum = np.abs(np.fft.rfft(samples[:, 0] * np.hanning(len(samples)), 4 * len(samples)))
    lines = np.fft.rfftfreq(4 * len(samples), 1 / RATE)
    return float(lines[: np.searchsorted(lines, 1000)][np.argmax(spectrum[: np.searchsorted(lines, 1000)])])


def test_notes_start_on_their_very_sample(soundfont):
    for tick in (1, 517, 1003, 1531):
        sound = played(soundfont, track(SQUARE, Note(tick, tick + 300, 69, 127)), 3)
        assert np.flatnonzero(np.abs(sound).max(axis=1) > 1e-5)[0] == round(tick / TICKS * RATE)


def test_notes_have_their_pitch(soundfont):
    sound = played(soundfont, track(FLUTE, Note(0, TICKS, 69, 100)), 1)
    assert 1200 * abs(np.log2(pitch(sound[5000:40000]) / 440)) < 10


def test_bends_are_heard_in_semitones(soundfont):
    bent = played(soundfont, track(SQUARE, Note(0, 2 * TICKS, 57, 100), bends=[Bend(0, 0.0), Bend(TICKS, 7.0)]), 2)
    assert 1200 * np.log2(pitch(bent[50_000:85_000]) / pitch(bent[5_000:40_000])) == pytest.approx(700, abs=8)


def test_velocity_volume_and_expression_make_it_louder(soundfont):
    soft, loud = (played(soundfont, track(PIANO, Note(0, TICKS, 60, velocity))) for velocity in (40, 110))
    assert decibels(loud) > decibels(soft) + 6
    for number in (VOLUME, EXPRESSION):
        half, full = (
            played(soundfont, track(VIOLIN, Note(0, TICKS, 60, 90), controls=[Control(0, number, value)]))
            for value in (64, 127)
        )
        assert decibels(full) - decibels(half) == pytest.approx(11.9, abs=0.3), "as General MIDI has it"


def test_pan_moves_it_to_its_side(soundfont):
    for value, side in ((0, 0), (127, 1)):
        sound = played(soundfont, track(VIOLIN, Note(0, TICKS, 60, 90), controls=[Control(0, PAN, value)]))
        assert decibels(sound[:, side]) > decibels(sound[:, 1 - side]) + 15


def test_a_seat_pans_what_the_score_leaves_open_and_spreads_the_keys(soundfont):
    low, high = (played(soundfont, track(PIANO, Note(0, TICKS, key, 90)), seat=Seat(64, 0.75)) for key in (36, 96))
    assert decibels(low[:, 0]) > decibels(low[:, 1]) + 2
    assert decibels(high[:, 1]) > decibels(high[:, 0]) + 2


def test_the_pedal_lets_notes_ring_until_it_comes_up(soundfont):
    note = Note(0, TICKS // 4, 60, 100)
    pedal = [Control(0, SUSTAIN, 127), Control(2 * TICKS, SUSTAIN, 0)]
    dry, wet = (played(soundfont, track(PIANO, note, controls=controls), 3) for controls in ([], pedal))
    ringing = slice(RATE // 2, 2 * RATE - 2000)

    assert decibels(wet[ringing]) > decibels(dry[ringing]) + 20
    assert decibels(wet[-RATE // 2 :]) < decibels(wet[ringing]) - 30


def test_drums_have_their_own_bank(soundfont):
    kick = Track("", 0, is_drum=True, notes=(Note(0, 100, 36, 110),))
    sound = played(soundfont, kick, 1)

    assert np.abs(sound).max() > 0.05
    assert np.abs(sound[RATE // 2 :]).max() < 1e-3
    assert not np.array_equal(sound, played(soundfont, track(PIANO, Note(0, 100, 36, 110)), 1))


def test_a_kit_that_the_soundfont_lacks_becomes_the_standard_kit(soundfont):
    kits = [Track("", program, is_drum=True, notes=(Note(0, 100, 38, 110),)) for program in (0, 99)]

    assert np.array_equal(played(soundfont, kits[0], 1), played(soundfont, kits[1], 1))


def busy() -> Track:
    notes = [Note(k * 200, k * 200 + 190, 50 + k % 30, 60 + k) for k in range(40)]
    return track(48, *notes, controls=[Control(0, VOLUME, 80), Control(3000, VOLUME, 30)], bends=[Bend(100, 1.0)])


def test_a_used_synthesiser_sounds_like_a_new_one_to_the_bit(soundfont):
    played(soundfont, track(PIANO, Note(0, TICKS, 60, 90), controls=[Control(0, PAN, 3)], bends=[Bend(5, 7.0)]), 1)

    assert np.array_equal(played(soundfont, busy(), 10), played(SoundFont(bundled_soundfont()), busy(), 10))


def test_played_in_pieces_it_sounds_the_same(soundfont):
    whole = played(soundfont, busy(), 10)
    pieces = np.zeros_like(whole)
    with Player(soundfont, perform(busy(), SECOND), Seat()) as player:
        for start in range(0, len(pieces), STEP * 3):
            player.play(pieces[start : start + STEP * 3], never)

    assert decibels(whole - pieces) < decibels(whole) - 40


def test_somebody_who_gives_up_is_heard_often(soundfont):
    calls = []
    with Player(soundfont, perform(track(PIANO, Note(0, 10 * TICKS, 60, 90)), SECOND), Seat()) as player:
        player.play(np.zeros((10 * RATE, 2), dtype=np.float32), lambda: calls.append(1))

    assert len(calls) >= 10 * RATE / STEP


def test_what_is_no_soundfont_is_refused(tmp_path):
    (tmp_path / "bad.sf2").write_bytes(b"RIFF\0\0\0\0sfbk")
    for path in (tmp_path / "bad.sf2", tmp_path / "none.sf2"):
        with pytest.raises(SoundFontUnusable, match=path.name):
            SoundFont(path)
