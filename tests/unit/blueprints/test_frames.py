import pytest

from blueprints.frames import FRAME_LIMIT, Frames, FrameTooLarge, TooManyFrames
from models.mood_requests import FrameMessage


def frame(number):
    return FrameMessage(image=b"jpeg", at=number)


class Camera:
    """Frames whose turn comes when the test says so."""

    def __init__(self):
        self.tasks, self.seen = [], []
        self.now = 100.0
        self.frames = Frames(self.look, lambda *task: self.tasks.append(task), lambda: self.now)

    def look(self, sid, frame, dropped):
        self.seen.append((sid, frame.at, dropped))

    def turn(self):
        function, *arguments = self.tasks.pop(0)
        function(*arguments)


@pytest.fixture
def camera():
    return Camera()


def test_the_newest_wins_and_what_gave_way_is_counted(camera):
    for number in range(5):
        camera.frames.offer("ada", frame(number))
    assert len(camera.tasks) == 1
    camera.turn()
    assert camera.seen == [("ada", 4, 4)]
    assert camera.tasks == []


def test_at_most_one_is_looked_at_and_the_next_follows_by_itself(camera):
    def look(sid, frame, dropped):
        if frame.at == 0:
            assert [camera.frames.offer("ada", FrameMessage(image=b"x", at=n)) for n in (1, 2, 3)] == [0, 1, 2]
            assert camera.tasks == []
        camera.seen.append(frame.at)

    camera.frames._look = look
    camera.frames.offer("ada", frame(0))
    camera.turn()
    camera.turn()
    assert camera.seen == [0, 3]
    assert camera.tasks == []
    camera.frames.offer("ada", frame(4))
    camera.turn()
    assert camera.seen == [0, 3, 4]


def test_sockets_do_not_wait_for_each_other(camera):
    camera.frames.offer("ada", frame(1))
    camera.frames.offer("bob", frame(2))
    camera.turn()
    camera.turn()
    assert camera.seen == [("ada", 1, 0), ("bob", 2, 0)]


def test_ten_a_second_are_taken_a_burst_is_forgiven_and_more_is_refused(camera):
    for second in range(3):
        for _ in range(8):
            camera.frames.offer("ada", frame(second))
            camera.now += 0.125
    for _ in range(10):
        camera.frames.offer("ada", frame(9))
    with pytest.raises(TooManyFrames):
        camera.frames.offer("ada", frame(9))
    camera.now += 0.125
    camera.frames.offer("ada", frame(9))


def test_a_frame_that_is_too_large_is_refused_and_changes_nothing(camera):
    with pytest.raises(FrameTooLarge):
        camera.frames.offer("ada", FrameMessage(image=bytes(FRAME_LIMIT + 1)))
    assert camera.tasks == []


def test_a_mistake_with_one_frame_does_not_stop_the_stream(camera):
    def stumble(*_):
        raise ZeroDivisionError

    camera.frames._look, look = stumble, camera.frames._look
    camera.frames.offer("ada", frame(1))
    with pytest.raises(ZeroDivisionError):
        camera.turn()
    camera.frames._look = look
    camera.frames.offer("ada", frame(2))
    camera.turn()
    assert camera.seen == [("ada", 2, 0)]


def test_a_closed_socket_is_forgotten_with_the_frame_that_waits(camera):
    camera.frames.offer("ada", frame(1))
    camera.frames.forget("ada")
    camera.turn()
    assert camera.seen == []
