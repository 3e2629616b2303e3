"""The first bars of an order, heard over HTTP while the rest is still being made."""

import hashlib

import pytest
from benching.guest import Refused


def ordered(guest):
    brief = {"engine": "composer", "mood": "calm", "seconds": 120, "seed": 3, "options": {"style": "pop"}}
    return guest.call("POST", "/generations", json=brief).json()["id"]


def preview_of(house, job):
    return list((house.data / "files" / "objects" / "generations" / job).rglob("preview*"))


def test_they_can_be_fetched_and_verified_until_the_work_is_there(house, guest, stranger, listener):
    job = ordered(guest)
    told = listener.wait_for("generation:preview", job, 60).payload["preview"]
    running = guest.look(job)
    path = running["files"][told["name"]]
    content = guest.call("GET", path).content
    with pytest.raises(Refused) as refused:
        stranger.call("GET", path)

    assert (running["state"], running["preview"], list(running["files"])) == ("running", told, ["preview.flac"])
    assert hashlib.sha256(content).hexdigest() == told["sha256"]
    verdict = guest.call("POST", "/verify", files={"file": ("preview.flac", content, "audio/flac")}).json()
    assert verdict["valid"]
    assert verdict["made_by_ai"]
    assert refused.value.status == 404

    finished = guest.wait(job, 120)
    with pytest.raises(Refused) as refused:
        guest.call("GET", path)
    assert finished["preview"] is None
    assert "preview.flac" not in finished["files"]
    assert refused.value.status == 404
    assert preview_of(house, job) == []


def test_a_cancelled_order_leaves_none(house, guest, listener):
    job = ordered(guest)
    listener.wait_for("generation:preview", job, 60)
    guest.call("DELETE", f"/generations/{job}")
    settled = guest.wait(job)

    assert (settled["state"], settled["preview"], settled["files"]) == ("cancelled", None, {})
    assert preview_of(house, job) == []
