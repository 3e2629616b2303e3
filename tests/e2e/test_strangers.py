"""What belongs to somebody else is not there: no document, no file, no event."""

import pytest
from benching.guest import Refused
from benching.listener import Listener
from benching.tune import tune


def status(call):
    with pytest.raises(Refused) as refused:
        call()
    return refused.value.status


def test_a_stranger_meets_404_everywhere(guest, stranger, short):
    job = guest.order(short)
    guest.wait(job)
    for method, path in (
        ("GET", f"/generations/{job}"),
        ("DELETE", f"/generations/{job}"),
        ("GET", f"/generations/{job}/files/mix.flac"),
        ("GET", f"/generations/{job}/files/mix.mp3"),
        ("GET", f"/generations/{job}/bundle.zip"),
        ("GET", f"/uploads/{short}"),
        ("DELETE", f"/uploads/{short}"),
    ):
        assert status(lambda method=method, path=path: stranger.call(method, path)) == 404
    assert status(lambda: stranger.call("PATCH", f"/generations/{job}", json={"kept": True})) == 404
    assert status(lambda: stranger.call("POST", f"/generations/{job}/questions", json={"question": "why?"})) == 404
    assert guest.look(job)["state"] == "finished"


def test_a_stranger_cannot_order_with_somebody_elses_upload(stranger, short):
    assert status(lambda: stranger.order(short)) == 422
    assert stranger.call("GET", "/generations").json()["items"] == []


def test_a_stranger_hears_nothing(house, guest, stranger, listener, short):
    with Listener(house.url, stranger.token) as curious, Listener(house.url) as nobody:
        job = guest.order(short)
        refusal = curious.ask("job:watch", {"id": job})
        assert (refusal["ok"], refusal["error"]["code"]) == (False, "job.not_found")
        assert nobody.ask("job:watch", {"id": job})["error"]["code"] == "auth.required"
        listener.wait_for("generation:finished", job)
        own = stranger.order(stranger.upload(tune(1.0, 1)))
        curious.wait_for("generation:finished", own)
        assert {heard.payload.get("id") for heard in curious.heard} == {own}
        assert nobody.heard == []
    assert own not in {heard.payload.get("id") for heard in listener.heard}


def test_every_door_asks_who_is_there(house, guest, short):
    guest.http.headers.pop("Authorization")
    for method, path in (
        ("GET", "/generations"),
        ("GET", "/uploads"),
        ("GET", "/user/me"),
        ("GET", "/user/export"),
        ("DELETE", "/user/me"),
    ):
        assert status(lambda method=method, path=path: guest.call(method, path)) == 401
    assert status(lambda: guest.order(short)) == 401
