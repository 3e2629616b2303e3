"""Bars played one after the other: nothing breaks at a bar line."""

import numpy as np
import pytest

from models.live import LiveBar, LiveNote, LiveTrack
from modules.audio.balance import Balance
from modules.audio.bundled import bundled_soundfont
from modules.audio.clip import RATE
from modules.audio.soundfont import SoundFont
from modules.live.sounding.air import KNEE, Air
from modules.live.sounding.band import Band


@pytest.fixture(scope="module")
def instruments():
    soundfont = SoundFont(bundled_soundfont())
    return soundfont, Balance(soundfont)


@pytest.fixture
def band(instruments):
    band = Band(*instruments)
    yield band
    band.leave()


def bar_of(*notes, index=0, seconds=1.0, program=48, name="Pad", drums=False):
    track = LiveTrack(
        name=name,
        role="drums" if drums else "pad",
        program=program,
        drums=drums,
        notes=tuple(LiveNote(*one) for one in notes),
    )
    return LiveBar(
        index=index, at=index * seconds, seconds=seconds, tempo=60, metre="1/4", key="C major", section="A",
        phrase_bar=0, phrase_bars=4, valence=0, arousal=0, intensity=0.5, tracks=(track,),
    )  # fmt: skip


def test_two_bars_sound_as_one_would(band, instruments):
    first = band.play(bar_of((60, 0.0, 0.9, 90), (64, 0.5, 1.4, 90)), RATE)
    second = band.play(bar_of((67, 0.5, 0.8, 90), index=1), RATE)
    other = Band(*instruments)
    both = other.play(bar_of((60, 0.0, 0.9, 90), (64, 0.5, 1.4, 90), (67, 1.5, 1.8, 90), seconds=2.0), 2 * RATE)
    other.leave()
    assert np.allclose(np.concatenate([first, second]), both, atol=1e-3)
    assert np.abs(both).max() > 0.01


def test_a_note_rings_over_the_bar_line_without_a_click(band):
    first = band.play(bar_of((60, 0.2, 1.6, 100)), RATE)
    second = band.play(bar_of(index=1), RATE)
    joined = np.concatenate([first, second])
    steps = np.abs(np.diff(joined, axis=0)).max(axis=1)
    assert np.abs(second[: RATE // 2]).max() > 0.01
    assert steps[RATE - 3 : RATE + 3].max() <= steps[RATE // 2 : RATE - 3].max() * 1.05


def test_a_key_that_is_struck_again_is_let_go_first(band):
    band.play(bar_of((60, 0.5, 1.9, 100)), RATE)
    band.play(bar_of((60, 0.5, 0.7, 100), index=1), RATE)
    assert band._ringing == []
    tail = band.rest(2 * RATE)[RATE:]
    assert np.abs(tail).max() < 0.005


def test_another_instrument_lets_the_old_one_ring_out(band):
    band.play(bar_of((60, 0.5, 1.5, 100), program=48), RATE)
    sounding = band.play(bar_of((72, 0.9, 1.0, 1), index=1, program=73), RATE)
    assert np.abs(sounding[: RATE // 3]).max() > 0.01


def test_the_room_answers_over_the_borders_of_stretches():
    sound = np.random.default_rng(0).normal(0, 0.05, (RATE, 2)).astype(np.float32)
    whole = Air().through(np.concatenate([sound, np.zeros_like(sound)]))
    air = Air()
    pieces = np.concatenate([air.through(part) for part in np.split(np.concatenate([sound, np.zeros_like(sound)]), 5)])
    assert np.allclose(whole, pieces, atol=1e-4)
    assert np.abs(whole[RATE : RATE + RATE // 2]).max() > 1e-3


def test_nothing_goes_through_the_ceiling_and_what_is_soft_stays_as_it_is():
    loud = np.full((RATE, 2), 3.0, dtype=np.float32)
    assert np.abs(Air().through(loud)).max() <= 1.0
    assert KNEE < 1.0
