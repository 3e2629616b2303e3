"""From a guest to the files of a finished work, and back to nothing."""

import hashlib
import io
import zipfile

import pytest
from benching.guest import Refused
from benching.listener import Listener


def settled_events(listener, job):
    return [name for name in listener.names(job) if name.split(":")[1] in {"finished", "failed", "cancelled"}]


def test_an_order_is_followed_to_its_files_and_thrown_away(house, guest, listener, short):
    job = guest.order(short, transpose=2)
    listener.wait_for("generation:finished", job)

    names = listener.names(job)
    assert names[0] == "generation:queued"
    assert names[-1] == "generation:finished"
    assert "generation:progress" in names
    fractions = [heard.payload["fraction"] for heard in listener.of(job) if heard.name == "generation:progress"]
    assert fractions == sorted(fractions)

    made = guest.look(job)
    assert made["state"] == "finished"
    assert made["progress"] == {"fraction": 1.0, "note": "finished"}
    assert {part["kind"] for part in made["work"]["parts"]} >= {"mix", "stem", "midi", "score", "picture", "record"}
    assert [one["id"] for one in guest.call("GET", "/generations").json()["items"]] == [job]

    guest.call("DELETE", f"/generations/{job}")
    with pytest.raises(Refused) as refused:
        guest.look(job)
    assert refused.value.status == 404
    assert not (house.data / "files" / "objects" / "generations" / job).exists()


def test_every_part_is_what_its_record_says(guest, short):
    made = guest.wait(guest.order(short))
    for part in made["work"]["parts"]:
        content = guest.call("GET", made["files"][part["name"]]).content
        assert len(content) == part["size"]
        assert hashlib.sha256(content).hexdigest() == part["sha256"]


def test_a_player_may_ask_for_a_range_of_the_mix(guest, short):
    made = guest.wait(guest.order(short))
    path = made["files"]["mix.flac"]
    whole = guest.call("GET", path)
    some = guest.call("GET", path, headers={"Range": "bytes=100-199"})
    assert some.status_code == 206
    assert some.headers["Content-Range"] == f"bytes 100-199/{len(whole.content)}"
    assert some.content == whole.content[100:200]
    assert whole.headers["Content-Type"] == "audio/flac"
    assert guest.call("GET", path, headers={"If-None-Match": whole.headers["ETag"]}).status_code == 304


@pytest.mark.parametrize(("ending", "magic"), [("mp3", b"ID3"), ("ogg", b"OggS"), ("wav", b"RIFF")])
def test_the_mix_is_encoded_when_first_asked_for_and_the_same_afterwards(guest, short, ending, magic):
    job = guest.order(short)
    guest.wait(job)
    first = guest.call("GET", f"/generations/{job}/files/mix.{ending}").content
    assert first.startswith(magic) or (ending == "mp3" and first[0] == 0xFF)
    assert guest.call("GET", f"/generations/{job}/files/mix.{ending}").content == first


def test_the_same_order_gives_the_same_bundle(guest, short):
    bundles = []
    for _ in range(2):
        job = guest.order(short, transpose=-3)
        guest.wait(job)
        bundles.append(guest.call("GET", f"/generations/{job}/bundle.zip").content)
    assert bundles[0] == bundles[1]
    with zipfile.ZipFile(io.BytesIO(bundles[0])) as archive:
        assert archive.testzip() is None
        assert "mix.flac" in archive.namelist()


def test_a_repeated_key_orders_once(guest, listener, short):
    jobs = {guest.order(short, key="just once") for _ in range(3)}
    assert len(jobs) == 1
    listener.wait_for("generation:finished", jobs.pop())
    assert len(guest.call("GET", "/generations").json()["items"]) == 1


def test_a_late_watcher_learns_how_it_stands(house, guest, short):
    job = guest.order(short)
    guest.wait(job)
    with Listener(house.url, guest.token) as late:
        answer = late.ask("job:watch", {"id": job})
    assert answer["ok"]
    assert answer["job"]["state"] == "finished"


def test_a_finished_job_settles_once(guest, listener, short):
    job = guest.order(short)
    listener.wait_for("generation:finished", job)
    guest.wait(job)
    assert settled_events(listener, job) == ["generation:finished"]
