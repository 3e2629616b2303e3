"""Hands that die in the middle of a turn, and the ones that take over."""

import threading
import time

import pytest

from models.live import LiveOrder
from models.mood import Point
from tests.integration.modules.live.test_streams import wait_until

pytestmark = pytest.mark.integration
CALM = LiveOrder(valence=0.5, arousal=-0.5)


class Killed(BaseException):
    """As if the process had been ended there."""


def dies():
    raise Killed


def test_a_turn_that_was_never_given_back_is_taken_after_300_milliseconds(stage):
    stream = stage.streams.start("ann", CALM).id
    stage.composer.during = dies
    with pytest.raises(Killed):
        stage.turns.take(stream)
    stage.composer.during = lambda: None
    stage.turns.take(stream)
    assert stage.bars() == []
    begun = time.monotonic()
    wait_until(lambda: stream in stage.board.due()[0])
    stage.turns.take(stream)
    assert time.monotonic() - begun < 1.0
    assert stage.bars()[0].index == 0


def test_a_bar_that_was_put_down_but_not_told_is_told_by_the_next(stage):
    stage.composer.seconds = 2.0
    stream = stage.streams.start("ann", CALM).id
    stage.turns.take(stream)
    index = stage.streams.steer("ann", stream, Point(0.1, 0.9))
    publish = stage.publisher.publish
    stage.publisher.publish = lambda _event: dies()
    with pytest.raises(Killed):
        stage.turns.take(stream)
    assert all(bar.arousal != 0.9 for bar in stage.bars())
    stage.publisher.publish = publish
    wait_until(lambda: stream in stage.board.due()[0])
    stage.turns.take(stream)
    assert index in [bar.index for bar in stage.bars() if bar.arousal == 0.9 and bar.revision == 1]


def test_a_turn_that_is_only_slow_is_left_to_who_has_it(stage):
    stream = stage.streams.start("ann", CALM).id
    stage.composer.takes = 0.8
    slow = threading.Thread(target=stage.turns.take, args=(stream,))
    slow.start()
    time.sleep(0.6)
    assert stage.board.due()[0] == []
    other = type(stage.composer)()
    stage.hand(other).take(stream)
    slow.join()
    assert other.written == []
    assert [bar.index for bar in stage.bars()][:1] == [0]


def test_who_comes_back_from_the_dead_changes_nothing(stage):
    stream = stage.streams.start("ann", CALM).id
    gate, stage.board.renew = threading.Event(), lambda _turn: None
    slow = type(stage.composer)()
    slow.during = lambda: gate.wait(5)
    late = threading.Thread(target=stage.hand(slow).take, args=(stream,))
    late.start()
    wait_until(lambda: slow.written == [] and stream in stage.board.due()[0])
    wait_until(lambda: stream in stage.board.due()[0])
    stage.turns.take(stream)
    told = len(stage.bars())
    assert told
    gate.set()
    late.join()
    assert len(stage.bars()) == told


def test_a_stream_whose_hands_were_all_away_waits_and_goes_on_with_what_comes_next(stage, playing):
    stream = stage.streams.start("ann", CALM).id
    stage.turns.take(stream)
    written = len(stage.bars())
    time.sleep(written * 0.6 + 1.2)
    playing()
    wait_until(lambda: len(stage.bars()) > written + 2)
    bars = stage.bars()
    assert [bar.index for bar in bars] == list(range(len(bars)))
    assert bars[written].starts > bars[written - 1].starts + 0.6 + 0.3
    assert stage.streams.view("ann", stream).late == 1
