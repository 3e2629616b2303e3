import threading

import pytest

from modules.audio.frames import ahead


def test_frames_come_in_order_from_another_thread():
    makers = set()

    def frames():
        for number in range(100):
            makers.add(threading.get_ident())
            yield number

    assert list(ahead(frames())) == list(range(100))
    assert makers.isdisjoint({threading.get_ident()})


def test_what_goes_wrong_there_is_raised_here():
    def frames():
        yield from range(64)
        raise OSError("gone")

    with pytest.raises(OSError, match="gone"):
        list(ahead(frames()))


def test_whoever_stops_early_leaves_no_thread_behind():
    frames = ahead(iter(range(10_000)))
    assert next(frames) == 0

    frames.close()

    assert not any(thread.name.startswith("decoding") for thread in threading.enumerate())
