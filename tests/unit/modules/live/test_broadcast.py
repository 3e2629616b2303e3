"""A listener's file: it begins near the present, waits for what may still change, rests in gaps and ends."""

import io

import av
import numpy as np
import pytest

from models.live import LiveOrder
from models.live_stream import LiveState, WrittenBar
from models.mood import Point
from modules.audio.bundled import bundled_soundfont
from modules.live.board import Standing
from modules.live.sounding import broadcast
from modules.live.sounding.broadcast import PLACES, SETTLED, TAIL, Broadcasts, TooManyListeners
from modules.offload import directly
from tests.unit.modules.live.test_band import bar_of

ORDER = LiveOrder(valence=0, arousal=0)


class Stage:
    """A stream of bars of half a second, and a clock that goes on when somebody sleeps."""

    def __init__(self, starts, ends_at):
        self.now, self.ends_at = 100.0, ends_at
        note = (60, 0.0, 0.4, 100)
        self.bars = {
            index: WrittenBar(**dict(bar_of(note, index=index, seconds=0.5)), starts=start)
            for index, start in enumerate(starts)
        }
        self.looks = 0

    def sleep(self, seconds):
        self.now += seconds

    def look(self):
        self.looks += 1
        self.now += 0.001
        ended = self.now > self.ends_at
        return Standing(
            id="x", now=self.now, owner="ann", order=ORDER, state=LiveState.ENDED if ended else LiveState.RUNNING,
            heard=0, seq=0, next=len(self.bars), version=0, wishes=((0, Point(0, 0)),), bars=self.bars,
        )  # fmt: skip


def seconds_of(data):
    with av.open(io.BytesIO(data)) as container:
        rate = container.streams[0].rate
        return sum(frame.samples for frame in container.decode(audio=0)) / rate


@pytest.mark.parametrize("kind", ["opus", "mp3"])
def test_a_file_grows_bar_by_bar_and_ends_with_the_stream(kind):
    stage = Stage([99.0, 99.5, 100.0, 100.5, 101.0], ends_at=101.2)
    broadcasts = Broadcasts(bundled_soundfont(), directly, stage.sleep)
    pieces, moments = [], []
    for piece in broadcasts.listen(stage.look, kind):
        pieces.append(piece)
        moments.append(stage.now)
    assert seconds_of(b"".join(pieces)) == pytest.approx(4 * 0.5 + TAIL, abs=0.15)
    assert moments[:2] == pytest.approx([100.0, 100.0], abs=0.1)
    assert moments[2] == pytest.approx(100.5 - SETTLED, abs=0.1)
    assert all(pieces[1:])


def test_where_the_music_had_to_wait_there_is_silence():
    stage = Stage([100.0, 101.5], ends_at=102.0)
    data = b"".join(Broadcasts(bundled_soundfont(), directly, stage.sleep).listen(stage.look, "opus"))
    assert seconds_of(data) == pytest.approx(0.5 + 1.0 + 0.5 + TAIL, abs=0.15)


def test_a_stream_that_never_begins_is_not_waited_for_for_ever():
    stage = Stage([], ends_at=1e9)
    data = b"".join(Broadcasts(bundled_soundfont(), directly, stage.sleep).listen(stage.look, "mp3"))
    assert seconds_of(data) == pytest.approx(TAIL, abs=0.15)
    assert stage.now < 140


def test_a_server_has_so_many_places_and_each_is_free_again(monkeypatch):
    stage = Stage([100.0], ends_at=1e9)
    broadcasts = Broadcasts(bundled_soundfont(), directly, stage.sleep)
    listeners = [broadcasts.listen(stage.look, "opus") for _ in range(PLACES)]
    with pytest.raises(TooManyListeners):
        broadcasts.listen(stage.look, "opus")
    next(listeners[0])
    listeners[0].close()
    listeners[0].close()
    listeners[1].close()
    again = [broadcasts.listen(stage.look, "opus") for _ in range(2)]
    with pytest.raises(TooManyListeners):
        broadcasts.listen(stage.look, "opus")
    for one in [*listeners, *again]:
        one.close()


def test_what_is_heard_is_no_silence():
    stage = Stage([100.0, 100.5, 101.0], ends_at=101.4)
    data = b"".join(Broadcasts(bundled_soundfont(), directly, stage.sleep).listen(stage.look, "mp3"))
    with av.open(io.BytesIO(data)) as container:
        sound = np.concatenate([frame.to_ndarray().mean(axis=0) for frame in container.decode(audio=0)])
    assert np.abs(sound).max() > 0.01
    assert broadcast.LOOK < 1
