"""Live streams on a whole server: played, steered, heard, kept, and none the worse for killed processes."""

import io
import time

import av
import pytest
import requests
from benching.live_ear import LiveEar

COLD = 60.0


@pytest.fixture
def ear(house):
    ear = LiveEar(house)
    yield ear
    ear.close()


@pytest.fixture
def stream(ear):
    """A stream that plays, with both workers there."""
    stream = ear.start(mood="happy", tempo=140, seed=3)
    ear.wait(stream, lambda one: one.bar["index"] == 1, COLD)
    yield stream
    ear.stop(stream)


def both_there(house):
    marks = [house.data / "run" / f"live-{number}.ready" for number in (1, 2)]
    deadline = time.monotonic() + COLD
    while not all(mark.exists() for mark in marks):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_mood_is_heard_at_the_next_bar_line_it_can_reach(house, ear, stream, told):
    both_there(house)
    said = time.time()
    index = ear.steer(stream, -0.6, 0.7)
    bar = ear.wait(stream, lambda one: one.bar["arousal"] == 0.7)
    told("mood to bar", (bar.at - said) * 1000, "ms")
    assert bar.bar["index"] == index
    assert bar.at < bar.bar["starts"]
    assert bar.bar["starts"] - said > 0.69


def test_either_worker_may_be_killed_and_the_stream_goes_on(house, ear, stream, told):
    for role in ("live-1", "live-2"):
        both_there(house)
        before = ear.heard(stream).late()
        (house.data / "run" / f"{role}.ready").unlink()
        house.kill(role)
        time.sleep(5)
        lost = ear.heard(stream).late() - before
        told(f"bars lost by killing {role}", lost, "bars")
        assert lost <= 1
    assert ear.heard(stream).missing() == 0


def test_a_stream_outlives_the_page_and_says_how_it_stands(house, ear):
    stream = ear.start(mood="calm")
    ear.wait(stream, lambda one: one.bar["index"] == 2, COLD)
    house.kill("web")
    house.wait_role("web")
    house.wait_answer("/readyz")
    standing = ear.guest.call("GET", f"/live/{stream}").json()
    assert standing["state"] == "running"
    assert standing["played"] >= 1
    index = max(bar["index"] for bar in standing["bars"])
    again = LiveEar(house, ear.guest)
    assert again.listen(stream)["state"] == "running"
    assert again.wait(stream, lambda one: one.bar["index"] > index, 15).bar["index"] == index + 1
    again.stop(stream)
    again.close()


def test_a_stream_goes_on_after_its_board_was_away(house, ear, stream):
    house.kill("valkey")
    house.wait_role("valkey")
    time.sleep(3)
    last = max(ear.heard(stream).final())
    again = ear.guest.call("GET", f"/live/{stream}").json()
    assert again["state"] == "running"
    deadline = time.monotonic() + 20
    while ear.guest.call("GET", f"/live/{stream}").json()["played"] <= last:
        assert time.monotonic() < deadline
        time.sleep(0.2)


def test_the_sound_of_a_stream_is_no_silence_and_what_was_played_can_be_kept(house, ear, stream):
    path = ear.guest.call("GET", f"/live/{stream}").json()["audio"]
    sound = b""
    with requests.get(house.url + path, stream=True, timeout=20) as answer:
        assert answer.headers["Content-Type"] == "audio/ogg; codecs=opus"
        for piece in answer.iter_content(None):
            sound += piece
            if len(sound) > 60_000:
                break
    with av.open(io.BytesIO(sound)) as container:
        peak = max(abs(frame.to_ndarray()).max() for frame in container.decode(audio=0))
    assert peak > 0.02
    ended = ear.guest.call("DELETE", f"/live/{stream}", params={"keep": "true"}).json()
    work = ear.guest.wait(ended["work"], 120)
    assert work["state"] == "finished"
    assert {"mix.flac", "score.mid", "score.musicxml", "record.json"} <= set(work["files"])
    record = ear.guest.call("GET", work["files"]["record.json"]).json()
    assert len(record["result"]["bars"]) == ended["played"]
    assert record["result"]["bars"][0]["tempo"] == ear.heard(stream).final()[0].bar["tempo"]
