"""A stream as a score: every bar where it was, to the tick, and the same again from its moods."""

import pytest

from models.live import LiveBar, LiveNote, LiveOrder, LiveTrack
from models.mood import Point
from modules.generation.engines.composer import WEIGHTS
from modules.live.composing.composer import LiveComposer, Thread
from modules.live.composing.keeping import replayed, score_of, ticks
from modules.live.composing.playing import seconds
from modules.score.midi import read_midi
from modules.score.midi_writing import write_midi

pytestmark = pytest.mark.slow

MOODS = [Point(0.5, -0.6)] * 3 + [Point(-0.6, 0.8)] * 6 + [Point(-0.6, -0.5)] * 3


@pytest.fixture(scope="module")
def begun() -> tuple[LiveComposer, Thread]:
    composer = LiveComposer(WEIGHTS)
    return composer, composer.begin(LiveOrder(valence=0.5, arousal=-0.6, style="lofi"), 9)


@pytest.fixture(scope="module")
def bars(begun: tuple[LiveComposer, Thread]) -> list[LiveBar]:
    return replayed(*begun, MOODS)


def test_a_replay_is_the_same_bit_for_bit(begun: tuple[LiveComposer, Thread], bars: list[LiveBar]) -> None:
    again = replayed(LiveComposer(WEIGHTS), begun[1], MOODS)
    assert again == bars
    assert write_midi(score_of(again)) == write_midi(score_of(bars))


def test_every_note_sounds_when_it_did(bars: list[LiveBar]) -> None:
    score = score_of(bars)
    played = sorted(
        (round(bar.at + note.start, 4), note.pitch, note.velocity)
        for bar in bars
        for track in bar.tracks
        for note in track.notes
    )
    kept = sorted(
        (round(float(score.tempo_map.seconds(note.start)), 4), note.pitch, note.velocity)
        for track in score.tracks
        for note in track.notes
    )
    assert len(kept) == len(played)
    for one, other in zip(kept, played, strict=True):
        assert one[0] == pytest.approx(other[0], abs=2e-4)
    assert sorted(one[1:] for one in kept) == sorted(one[1:] for one in played)


def test_bars_and_tempos_are_where_they_were(bars: list[LiveBar]) -> None:
    score = score_of(bars)
    starts = score.tempo_map.seconds([3840 * index for index in range(len(bars))])
    assert [bar.at for bar in bars] == pytest.approx(starts.tolist(), abs=1e-6)
    assert score.markers[0].text == "A"
    assert {key.mode for key in score.keys} == {"major", "minor"}


def test_a_file_of_it_reads_the_same(bars: list[LiveBar]) -> None:
    score = score_of(bars, "kept")
    assert read_midi(write_midi(score)).note_count == score.note_count


@pytest.mark.parametrize("quarter", [300_000, 444_444, 517_241, 999_999])
def test_seconds_tell_their_ticks(quarter: int) -> None:
    bar = _bar(0, quarter, [])
    assert [ticks(bar, seconds(tick, quarter)) for tick in range(0, 3841, 7)] == list(range(0, 3841, 7))


def test_a_player_who_changes_instruments_is_two_tracks_and_a_ringing_key_ends_where_it_is_struck_again() -> None:
    ringing = _bar(0, 500_000, [(30, 60, 0.0, 2.5)])
    struck = _bar(1, 500_000, [(30, 60, 0.25, 1.0), (31, 62, 0.0, 1.0)])
    first, second = score_of([ringing, struck]).tracks
    assert (first.name, first.program, second.name, second.program) == ("Lead", 30, "Lead 2", 31)
    assert [(note.start, note.end) for note in first.notes] == [(0, 4320), (4320, 5760)]


def _bar(index: int, quarter: int, notes: list[tuple[int, int, float, float]]) -> LiveBar:
    tracks = [
        LiveTrack(name="Lead", role="melody", program=program, notes=(LiveNote(pitch, start, end, 80),))
        for program, pitch, start, end in notes
    ]
    return LiveBar(
        index=index,
        at=index * quarter * 4 / 1e6,
        seconds=quarter * 4 / 1e6,
        tempo=60e6 / quarter,
        metre="4/4",
        key="C major",
        section="A",
        phrase_bar=0,
        phrase_bars=4,
        valence=0,
        arousal=0,
        intensity=0.5,
        tracks=tuple(tracks),
    )
