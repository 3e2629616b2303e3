import threading
import time

import pytest

from blueprints.frames import FRAME_LIMIT, PATIENCE, Frames, FrameTooLarge, TooManyFrames
from models.mood_requests import FrameMessage


def frame(number):
    return FrameMessage(image=b"jpeg", at=number)


class Camera:
    """Frames whose turn comes when the test says so, and a clock that the test moves."""

    def __init__(self, places=1):
        self.tasks, self.seen = [], []
        self.during = lambda sid, frame: None
        self.now = 100.0
        self.frames = Frames(self.look, self.tasks.append, places, lambda: self.now)

    def look(self, sid, frame, dropped):
        self.during(sid, frame)
        self.seen.append((sid, frame.at, dropped))

    def offer(self, sid, number, after=0.0):
        self.now += after
        return self.frames.offer(sid, frame(number))

    def turn(self):
        self.tasks.pop(0)()


@pytest.fixture
def camera():
    return Camera()


def test_the_newest_wins_and_what_gave_way_is_counted(camera):
    assert [camera.offer("ada", number) for number in range(5)] == [0, 1, 2, 3, 4]
    assert len(camera.tasks) == 1
    camera.turn()
    assert camera.seen == [("ada", 4, 4)]
    assert camera.tasks == []


def test_at_most_one_of_a_socket_is_looked_at_and_the_next_follows_by_itself():
    camera = Camera(places=2)

    def during(sid, frame):
        if frame.at == 0:
            assert [camera.offer("ada", number) for number in (1, 2, 3)] == [0, 1, 2]
            camera.turn()
            assert camera.seen == []

    camera.during = during
    camera.offer("ada", 0)
    camera.turn()
    assert [at for _, at, _ in camera.seen] == [0, 3]
    assert camera.tasks == []
    camera.offer("ada", 4)
    camera.turn()
    assert [at for _, at, _ in camera.seen] == [0, 3, 4]


def test_so_many_are_looked_at_at_the_same_time():
    camera = Camera(places=2)
    for number, sid in enumerate(("ada", "bob", "cleo", "dan")):
        camera.offer(sid, number)
    assert len(camera.tasks) == 2
    camera.turn()
    assert len(camera.seen) == 4
    camera.turn()
    camera.offer("ada", 9)
    camera.offer("bob", 9)
    assert len(camera.tasks) == 2


def test_the_freshest_frame_comes_first_under_load(camera):
    for number, sid in enumerate(("ada", "bob", "cleo")):
        camera.offer(sid, number, after=0.1)
    camera.turn()
    assert [sid for sid, _, _ in camera.seen] == ["cleo", "bob", "ada"]


def test_nobody_waits_longer_than_the_patience_however_fresh_the_others_are(camera):
    camera.offer("ada", 0)
    order = []

    def during(sid, _):
        order.append(sid)
        if len(order) < 20:
            camera.offer("bob" if sid != "bob" else "cleo", len(order), after=0.1)

    camera.during = during
    camera.offer("bob", 1, after=0.1)
    camera.turn()
    assert order.index("ada") <= PATIENCE / 0.1 + 1


def test_ten_a_second_are_taken_a_burst_is_forgiven_and_more_is_refused(camera):
    for second in range(3):
        for _ in range(8):
            camera.offer("ada", second, after=0.125)
    camera.now += 0.125
    for _ in range(10):
        camera.offer("ada", 9)
    with pytest.raises(TooManyFrames):
        camera.offer("ada", 9)
    camera.offer("ada", 9, after=0.125)


def test_a_frame_that_is_too_large_is_refused_and_changes_nothing(camera):
    with pytest.raises(FrameTooLarge):
        camera.frames.offer("ada", FrameMessage(image=bytes(FRAME_LIMIT + 1)))
    assert camera.tasks == []


def test_a_mistake_with_one_frame_stops_neither_its_stream_nor_the_others(camera):
    def stumble(sid, frame):
        camera.offer("ada", 2)
        raise ZeroDivisionError

    camera.during = stumble
    camera.offer("ada", 1)
    with pytest.raises(ZeroDivisionError):
        camera.turn()
    camera.during = lambda sid, frame: None
    camera.turn()
    assert camera.seen == [("ada", 2, 0)]
    camera.offer("bob", 3)
    camera.turn()
    assert camera.seen[-1] == ("bob", 3, 0)


def test_a_closed_socket_is_forgotten_with_the_frame_that_waits(camera):
    camera.offer("ada", 1)
    camera.frames.forget("ada")
    camera.turn()
    assert camera.seen == []


def test_in_threads_nothing_is_lost_or_looked_at_twice_at_once():
    busy, clashes, last = set(), [], {}

    def look(sid, frame, dropped):
        if sid in busy:
            clashes.append(sid)
        busy.add(sid)
        time.sleep(0.001)
        last[sid] = frame.at
        busy.discard(sid)

    frames = Frames(look, lambda function: threading.Thread(target=function).start(), 3, lambda: 0.0)
    frames._charge = lambda stream, now: None

    def send(sid):
        for number in range(50):
            frames.offer(sid, frame(number))
            time.sleep(0.0005)

    senders = [threading.Thread(target=send, args=(str(sid),)) for sid in range(8)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    deadline = time.monotonic() + 10
    while (frames._free < 3 or len(last) < 8) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert clashes == []
    assert last == {str(sid): 49 for sid in range(8)}
