"""The old MusicLab's page against a whole server: nobody signs in, music is made of two tracks, and nothing stays."""

import io
import time

import pytest
import requests
import soundfile
from benching.listener import Listener
from benching.tune import tune

from tests.tunes import tune as sung
from tests.tunes import wav_of

PATIENCE = 180.0


@pytest.fixture
def tracks():
    """A tune that is heard, and one that is read."""
    return {"track1": ("one.wav", wav_of(sung(100, 3))), "track2": ("two.mid", tune(8.0, 3))}


def traces(house, job_id, before=frozenset()):
    """What lies in the data folder because of this job, besides logs and the database."""
    objects = house.data / "files" / "objects"
    uploads = {path for path in (objects / "uploads").rglob("*") if path.is_file()}
    named = [path for path in house.data.rglob(f"*{job_id}*") if "logs" not in path.parts]
    return [*named, *(uploads - before)]


def uploads_of(house):
    return {path for path in (house.data / "files" / "objects" / "uploads").rglob("*") if path.is_file()}


def followed(page, url, job_id):
    """Every answer to the page's polling until there is something to fetch."""
    answers = []
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        answers.append(page.get(f"{url}/api/status/{job_id}", timeout=10).json())
        if answers[-1]["status"] in {"completed", "failed"}:
            return answers
        time.sleep(0.2)
    raise TimeoutError(answers[-1])


def test_two_tracks_go_up_music_comes_down_and_nothing_stays(house, tracks):
    page, before = requests.Session(), uploads_of(house)
    form = {"start_time": "0.0", "end_time": "6.0", "seed": "5"}
    with Listener(house.url) as listener:
        ordered = page.post(f"{house.url}/api/generate", files=tracks, data=form, timeout=60)
        job_id = ordered.json()["job_id"]
        assert listener.client.call("job:watch", {"id": job_id})["ok"]
        answers = followed(page, house.url, job_id)
        listener.wait_for("generation:finished", job_id)
        assert "generation:progress" in listener.names(job_id)
    done = answers[-1]
    assert (done["status"], done["progress"]) == ("completed", 100), done
    shares = [one["progress"] for one in answers]
    assert shares == sorted(shares)
    assert uploads_of(house) == before, "the originals are gone"
    music = page.get(f"{house.url}/api/download/{job_id}", timeout=60)
    assert music.headers["Content-Disposition"] == "attachment; filename=generated_music.wav"
    facts = soundfile.info(io.BytesIO(music.content))
    assert (facts.samplerate, facts.channels, facts.subtype) == (24_000, 1, "PCM_16")
    assert facts.duration > 5.5
    assert page.get(house.url + done["files"]["score.mid"], timeout=10).content.startswith(b"MThd")
    asked = {"job_id": job_id, "question": "How strong is the rhythm of track 1?"}
    assert page.post(f"{house.url}/api/chat", params=asked, timeout=10).json()["answer"].startswith("Track 1 has ")
    assert page.delete(f"{house.url}/api/cleanup/{job_id}", timeout=10).status_code == 200
    assert page.get(f"{house.url}/api/download/{job_id}", timeout=10).json() == {"detail": "Job not found"}
    assert traces(house, job_id, before) == []


def test_a_cleanup_in_the_middle_calls_it_off(house, tracks):
    before = uploads_of(house)
    job_id = requests.post(f"{house.url}/api/generate", files=tracks, timeout=60).json()["job_id"]
    deadline = time.monotonic() + PATIENCE
    while requests.get(f"{house.url}/api/status/{job_id}", timeout=10).json()["status"] == "pending":
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert requests.delete(f"{house.url}/api/cleanup/{job_id}", timeout=10).status_code == 200
    assert requests.delete(f"{house.url}/api/cleanup/{job_id}", timeout=10).status_code == 404
    while traces(house, job_id, before):
        assert time.monotonic() < deadline, traces(house, job_id, before)
        time.sleep(0.05)
