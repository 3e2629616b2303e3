"""A stream from its beginning to its end, on a real Valkey."""

import time
from itertools import pairwise

import pytest

from models.errors import Unavailable
from models.events import live_room
from models.live import LiveOrder
from models.live_stream import LiveState
from models.mood import Point
from modules.live.board import TooManyStreams
from modules.live.streams import NothingPlayed, StillPlaying, StreamNotFound

pytestmark = pytest.mark.integration
CALM, WILD = LiveOrder(valence=0.5, arousal=-0.5), Point(0.2, 0.9)


def wait_until(there, seconds=15.0):
    deadline = time.monotonic() + seconds
    while not (found := there()):
        assert time.monotonic() < deadline
        time.sleep(0.005)
    return found


def test_bars_come_before_they_sound_and_join_without_a_gap(stage, playing):
    view = stage.streams.start("ann", CALM)
    assert (view.state, view.began, view.seed) == (LiveState.STARTING, None, 7)
    playing()
    bars = wait_until(lambda: stage.bars() if len(stage.bars()) >= 6 else None)
    assert [bar.index for bar in bars[:6]] == list(range(6))
    for before, after in pairwise(bars[:6]):
        assert after.starts == pytest.approx(before.starts + before.seconds, abs=1e-5)
    view = stage.streams.view("ann", view.id)
    assert view.state is LiveState.RUNNING
    assert view.late == 0
    assert view.began == bars[0].starts
    assert {bar.rooms for bar in bars} == {(live_room(view.id),)}


def test_a_mood_that_comes_while_a_bar_is_written_is_followed_at_once(stage):
    stage.composer.seconds = 2.0
    stream = stage.streams.start("ann", CALM).id
    stage.turns.take(stream)
    asked = []

    def change_your_mind():
        if not asked:
            asked.append(stage.streams.steer("ann", stream, Point(-0.5, 0.5)))

    stage.streams.steer("ann", stream, WILD)
    stage.composer.during = change_your_mind
    time.sleep(0.2)
    stage.turns.take(stream)
    wait_until(lambda: stream in stage.board.due()[0])
    stage.turns.take(stream)
    assert stage.board.look(stream).bars[asked[0]].arousal == 0.5


def test_what_has_ended_is_no_longer_heard(stage):
    first, second = (stage.streams.start("ann", CALM).id for _ in range(2))
    stage.streams.stop("ann", first)
    assert stage.streams.heard([first, second, "nothing"]) == {second}
    assert stage.streams.heard([first]) == stage.streams.heard([]) == set()


def test_a_refusal_to_keep_still_ends_the_stream_and_tells_of_it(stage, playing):
    stream = stage.streams.start("ann", CALM).id
    playing()
    wait_until(lambda: stage.streams.view("ann", stream).played)
    stage.refuse_to_keep = True
    with pytest.raises(Unavailable):
        stage.streams.stop("ann", stream, keep=True)
    assert stage.publisher.names[-1] == "live:ended"
    assert stage.streams.view("ann", stream).state is LiveState.ENDED
    stage.refuse_to_keep = False
    assert stage.streams.stop("ann", stream, keep=True).work == "job-1"


def test_only_a_bar_or_two_are_written_ahead(stage, playing):
    view = stage.streams.start("ann", CALM)
    playing()
    for _ in range(20):
        standing = stage.board.look(view.id)
        coming = [bar for bar in standing.bars.values() if bar.starts > standing.now]
        seconds = sum(bar.seconds for bar in coming)
        assert seconds <= 1.6 + 2 * stage.composer.seconds
        time.sleep(0.05)


def test_a_mood_is_heard_from_the_first_bar_line_it_can_reach(stage, playing):
    stage.composer.seconds = 1.0
    stream = stage.streams.start("ann", CALM).id
    playing()
    wait_until(lambda: len(stage.bars()) >= 3)
    said = stage.board.time()
    index = stage.streams.steer("ann", stream, WILD)
    bar = wait_until(lambda: [bar for bar in stage.bars() if bar.arousal == 0.9])[0]
    told = stage.board.time()
    assert told - said < 0.7
    assert bar.index == index
    assert bar.revision == 1
    assert 0.7 <= bar.starts - said <= 1.7 + 0.01
    time.sleep(1.2)
    assert all(bar.arousal == 0.9 for bar in stage.bars()[-2:])
    standing = stage.board.look(stream)
    assert {standing.bars[one].arousal for one in standing.bars if one >= index} == {0.9}
    assert {standing.bars[one].arousal for one in standing.bars if one < index} == {-0.5}


def test_moods_that_never_rest_are_answered_now_and_then_and_the_music_goes_on(stage, playing):
    stage.composer.seconds, stage.composer.takes = 0.8, 0.03
    stream = stage.streams.start("ann", CALM).id
    playing()
    wait_until(lambda: len(stage.bars()) >= 3)
    before, begun, moods = len(stage.composer.written), time.monotonic(), 0
    while time.monotonic() - begun < 2.5:
        stage.streams.steer("ann", stream, Point(0.1, (moods % 100) / 100))
        moods += 1
        time.sleep(0.001)
    assert len(stage.composer.written) - before < 45
    last = Point(-0.3, -0.3)
    index = stage.streams.steer("ann", stream, last)
    wait_until(lambda: stage.board.look(stream).next > index + 1)
    time.sleep(0.4)
    assert stage.board.look(stream).bars[index].valence == -0.3
    assert stage.streams.view("ann", stream).late == 0


def test_a_stream_is_its_owners_alone(stage):
    stream = stage.streams.start("ann", CALM).id
    for attempt in (
        lambda: stage.streams.view("bob", stream),
        lambda: stage.streams.steer("bob", stream, WILD),
        lambda: stage.streams.listen("bob", stream),
        lambda: stage.streams.stop("bob", stream),
        lambda: stage.streams.keep("bob", stream),
        lambda: stage.streams.view("ann", "nothing"),
    ):
        with pytest.raises(StreamNotFound):
            attempt()


def test_nobody_has_a_thousand_streams_and_a_full_house_says_so(stage):
    first = [stage.streams.start("ann", CALM).id for _ in range(3)]
    with pytest.raises(TooManyStreams, match="as many as one person may"):
        stage.streams.start("ann", CALM)
    for name in ("bob", "cat"):
        stage.streams.start(name, CALM)
    with pytest.raises(TooManyStreams, match="This server plays 5"):
        stage.streams.start("dan", CALM)
    stage.streams.stop("ann", first[0])
    stage.streams.start("dan", CALM)


def test_a_stream_that_nobody_hears_ends_by_itself_and_makes_room(stage, playing):
    stage.board.silence = 1.5
    stream = stage.streams.start("ann", CALM).id
    playing()
    for _ in range(8):
        time.sleep(0.3)
        stage.streams.heard([stream])
    assert stage.streams.view("ann", stream).state is LiveState.RUNNING
    wait_until(lambda: stage.publisher.names[-1] == "live:ended")
    assert stage.streams.view("ann", stream).state is LiveState.ENDED
    ended = stage.publisher.events[-1]
    assert (ended.name, ended.id, ended.reason) == ("live:ended", stream, "unheard")
    for _ in range(3):
        stage.streams.start("ann", CALM)


def test_what_was_played_is_kept_with_the_mood_of_every_bar(stage, playing):
    stage.composer.seconds = 0.8
    stream = stage.streams.start("ann", CALM).id
    playing()
    wait_until(lambda: stage.streams.view("ann", stream).played >= 1)
    index = stage.streams.steer("ann", stream, WILD)
    wait_until(lambda: stage.streams.view("ann", stream).played > index)
    view = stage.streams.stop("ann", stream, keep=True)
    assert view.state is LiveState.ENDED
    assert view.work == "job-1"
    assert view.played == index + 1
    [kept] = stage.kept
    assert kept.moods == [0.5, -0.5] * index + [0.2, 0.9]
    assert kept.opening
    assert stage.streams.keep("ann", stream).work == "job-1"
    assert len(stage.kept) == 1
    assert stage.streams.stop("ann", stream).reason == "stopped"


def test_what_still_plays_or_never_did_is_not_kept(stage, playing):
    stream = stage.streams.start("ann", CALM).id
    with pytest.raises(StillPlaying):
        stage.streams.keep("ann", stream)
    stage.streams.stop("ann", stream)
    with pytest.raises(NothingPlayed):
        stage.streams.keep("ann", stream)


def test_a_stream_that_the_board_forgot_is_lost_but_what_was_written_down_is_not(stage, playing):
    stream = stage.streams.start("ann", CALM).id
    playing()
    wait_until(lambda: len(stage.bars()) >= 2)
    stage.board._redis.flushdb()
    assert stage.streams.sweep() == 1
    view = stage.streams.view("ann", stream)
    assert (view.state, view.reason, view.played) == (LiveState.ENDED, "lost", 1)


def test_a_stream_that_no_worker_was_there_to_end_is_swept(stage):
    stage.board.silence = 0.2
    stream = stage.streams.start("ann", CALM).id
    assert stage.streams.sweep() == 0
    time.sleep(0.5)
    assert stage.streams.sweep() == 1
    assert stage.streams.view("ann", stream).reason == "unheard"


def test_who_is_sent_for_twice_finds_nothing_to_do(stage):
    stream = stage.streams.start("ann", CALM).id
    stage.turns.take(stream)
    written = len(stage.composer.written)
    assert stage.board.claim(stream, "late") is None
    stage.turns.take(stream)
    assert len(stage.composer.written) == written


def test_an_owner_who_is_erased_takes_the_stream_along(stage, playing):
    stream = stage.streams.start("ann", CALM).id
    stage.shelf.delete(stream)
    playing()
    wait_until(lambda: stage.publisher.events and stage.publisher.events[-1].name == "live:ended")
    assert stage.publisher.events[-1].reason == "erased"
