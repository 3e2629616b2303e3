"""The old MusicLab's routes as its page used them; the engine behind them is small, everything else is the house."""

import io
import json
from typing import ClassVar

import numpy as np
import pytest
import soundfile
from pydantic import BaseModel

from models.job import JobState
from models.upload import UploadKind
from modules.audio.clip import Clip
from modules.audio.encoding import encode
from modules.generation.engine import Part, Work
from modules.generation.engines.blend.options import BlendOptions
from modules.generation.progress import Cancelled
from tests.sounds import midi, sound

FACTS = {
    "name": "one.mp3", "nature": "music", "seconds": 30.0, "window": [0.0, 16.0], "tempo": 112.0, "metre": "4/4",
    "steady": True, "key": "C major", "chords": [{"start": 0, "end": 4, "name": "A:min", "sure": 1}], "rhythm": 0.8,
    "drums": 0.5, "loudness": -14.0, "energy": 0.7, "valence": 0.5, "arousal": 0.4, "voice": 0.0, "busiest": 5.0,
    "register": {"melody": {"lowest": 60, "mean": 65.0, "highest": 72}}, "instruments": {"chords": "Piano"},
    "sure": {"tempo": 0.9, "key": 0.2},
}  # fmt: skip
QUIET = FACTS | {"name": "two.wav", "rhythm": 0.1, "busiest": None, "tempo": 80.0, "register": {"melody": None}}

HEAD = b'--B\r\nContent-Disposition: form-data; name="track1"; filename="a.wav"\r\n\r\n'


class SmallBlend:
    """Two seconds of stereo, as loud as can be, and a record."""

    name: ClassVar[str] = "blend"
    title = description = "Blend, small"
    queue: ClassVar[str] = "cpu"
    Options: ClassVar[type[BaseModel]] = BlendOptions

    def __init__(self):
        self.during = lambda: None

    def missing(self):
        return []

    def materials(self, brief):
        return dict.fromkeys((brief.options["a"], brief.options["b"]), UploadKind.AUDIO)

    def cost(self, brief, uploads):
        return 1.0

    def load(self):
        return self

    def generate(self, commission, progress):
        self.during()
        progress.at(0.4, "listening")
        mix, record = commission.folder / "mix.flac", commission.folder / "record.json"
        encode(Clip(np.full((88_200, 2), 1.0, dtype=np.float32), 44_100), mix)
        told = {
            "engine": "blend",
            "seed": commission.brief.seed,
            "options": commission.brief.options,
            "inputs": {"tracks": {"a": FACTS, "b": QUIET}},
        }
        record.write_text(json.dumps(told | {"result": {"bpm": 96.0, "seconds": 2.0}}))
        parts = [Part("mix.flac", "mix", "audio/flac", mix), Part("record.json", "record", "application/json", record)]
        return Work(parts, 2.0, notes=["Track a ends at 2.0 seconds."])


@pytest.fixture
def services(app):
    services = app.extensions["museaika"]
    services.engines.cards["blend"] = SmallBlend()
    return services


@pytest.fixture
def page(services, client):
    """Nobody in particular."""
    return client


def form(first=None, second=None, **words):
    first, second = first or sound("mp3", 0.3), second or sound("wav", 0.3)
    return {"track1": (io.BytesIO(first), "one.mp3"), "track2": (io.BytesIO(second), "two.wav"), **words}


def ordered(page, **words):
    answer = page.post("/api/generate", data=form(**words))
    assert answer.status_code == 200, answer.json
    return answer.json["job_id"]


def perform(services, job_id):
    run = services.workshop.claim(job_id, "w")
    with run:
        try:
            run.finish(services.workshop.make(run))
        except Cancelled:
            run.cancelled()


def stored(services):
    return [info.key for info in services.files.list("")]


def test_the_old_page_uploads_polls_downloads_and_cleans_up(page, services):
    job_id = ordered(page, start_time="0", end_time="16.0")
    assert page.get(f"/api/status/{job_id}").json | {"notes": 0, "files": 0} == {
        "job_id": job_id, "status": "pending", "progress": 0, "message": "Waiting", "notes": 0, "files": 0,
    }  # fmt: skip
    assert (page.get(f"/api/download/{job_id}").status_code, page.get(f"/api/download/{job_id}").json) == (
        400,
        {"detail": "Not ready"},
    )
    perform(services, job_id)
    done = page.get(f"/api/status/{job_id}").json
    assert (done["status"], done["progress"], done["message"]) == ("completed", 100, "Completed")
    assert done["notes"] == ["Track 1 ends at 2.0 seconds."]
    assert all(key.startswith("generations/") for key in stored(services)), "the originals are gone"
    music = page.get(f"/api/download/{job_id}")
    assert (music.status_code, music.content_type) == (200, "audio/wav")
    assert music.headers["Content-Disposition"] == "attachment; filename=generated_music.wav"
    facts = soundfile.info(io.BytesIO(music.data))
    assert (facts.samplerate, facts.channels, facts.subtype, facts.format) == (24_000, 1, "PCM_16", "WAV")
    assert facts.duration == pytest.approx(2.0, abs=0.01)
    assert page.delete(f"/api/cleanup/{job_id}").status_code == 200
    assert stored(services) == []
    for answer in (page.get(f"/api/status/{job_id}"), page.get(f"/api/download/{job_id}"),
                   page.delete(f"/api/cleanup/{job_id}")):  # fmt: skip
        assert (answer.status_code, answer.json) == (404, {"detail": "Job not found"})


def test_cleaning_up_calls_off_what_is_being_made(page, services):
    job_id = ordered(page)
    services.engines.cards["blend"].during = lambda: page.delete(f"/api/cleanup/{job_id}")
    perform(services, job_id)
    assert stored(services) == []
    assert page.get(f"/api/status/{job_id}").status_code == 404


@pytest.mark.parametrize("kind", ["mp3", "wav", "flac", "ogg", "m4a"])
def test_five_formats_are_told_by_their_content(page, kind):
    assert ordered(page, second=sound(kind, 0.3))


def test_what_users_asked_for_besides_reaches_the_engine(page, services):
    job_id = ordered(page, amount="0.3", seed="7", seconds="20", rhythm_from="b", method="", novelty="x" * 10_000)
    brief = services.jobs.through("music_lab", job_id).brief
    assert (brief.seed, brief.seconds, brief.engine) == (7, 20.0, "blend")
    assert (brief.options["amount"], brief.options["rhythm_from"], brief.options["method"]) == (0.3, "b", "symbolic")


@pytest.mark.parametrize(
    ("words", "status", "detail"),
    [
        ({"first": b"GIF89a nothing to hear"}, 400, "Invalid file format"),
        ({"second": sound("m4a", 0.3)[:400]}, 400, "Invalid file format"),
        ({"start_time": "20"}, 422, "end_time: it must be later than start, which is 20"),
        ({"start_time": "-1"}, 422, "start_time: Input should be greater than or equal to 0"),
        ({"start_time": "nan"}, 422, "start_time: Input should be a finite number"),
        ({"amount": "2"}, 422, "amount: Input should be less than or equal to 1"),
    ],
)
def test_refusals_say_detail_and_leave_nothing_behind(page, services, words, status, detail):
    answer = page.post("/api/generate", data=form(**words))
    assert (answer.status_code, list(answer.json)) == (status, ["detail"])
    assert answer.json["detail"].startswith(detail)
    assert stored(services) == []


def test_a_track_that_is_too_large_is_refused_while_it_arrives(page, services):
    body = HEAD + bytes(50 * 1024 * 1024 + 1) + b"\r\n--B--\r\n"
    answer = page.post("/api/generate", data=body, content_type="multipart/form-data; boundary=B")
    assert (answer.status_code, answer.json) == (400, {"detail": "File too large"})
    assert stored(services) == []


def test_a_missing_track_and_a_body_cut_in_the_middle_are_refused(page, services):
    alone = page.post("/api/generate", data={"track1": (io.BytesIO(midi()), "one.mid")})
    assert (alone.status_code, alone.json) == (422, {"detail": "track2: Field required"})
    cut = page.post("/api/generate", data=HEAD + sound("wav"), content_type="multipart/form-data; boundary=B")
    assert (cut.status_code, list(cut.json)) == (422, ["detail"])
    assert stored(services) == []


def test_after_a_day_it_is_gone_even_before_the_sweep(page, services, monkeypatch):
    job_id = ordered(page)
    perform(services, job_id)
    due = services.jobs.through("music_lab", job_id).expires_at
    monkeypatch.setitem(services.music_lab.__dict__, "clock", lambda: due)
    assert page.get(f"/api/download/{job_id}").json == {"detail": "Job not found"}


def test_a_signed_in_person_finds_the_order_at_generations_and_its_expiry_there_is_told(page, services):
    token = page.post("/auth/guest", json={"transport": "bearer"}).json["access_token"]
    mine = {"Authorization": f"Bearer {token}"}
    job_id = page.post("/api/generate", data=form(), headers=mine).json["job_id"]
    perform(services, job_id)
    assert page.get(f"/generations/{job_id}", headers=mine).json["files"]["mix.flac"]
    assert page.get(f"/api/files/{job_id}/mix.mp3").content_type == "audio/mpeg"
    shelf = services.recovery._desk.jobs
    shelf.change(job_id, lambda job: job.model_copy(update={"state": JobState.EXPIRED, "work": None}))
    gone = page.get(f"/generations/{job_id}/files/mix.flac", headers=mine)
    assert (gone.status_code, gone.json["code"]) == (410, "job.expired")
    assert gone.json["detail"].startswith("This work went on 20")
    assert page.get(f"/api/download/{job_id}").status_code == 404


def test_a_full_storage_refuses_uploads_and_nothing_else(page, services, monkeypatch):
    job_id = ordered(page)
    perform(services, job_id)
    for uploads in (services.music_lab.uploads, services.uploads):
        monkeypatch.setitem(uploads.__dict__, "storage_limit", services.files.used())
    full = page.post("/api/generate", data=form())
    assert (full.status_code, list(full.json)) == (507, ["detail"])
    token = page.post("/auth/guest", json={"transport": "bearer"}).json["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    ours = page.post("/uploads", data={"file": (io.BytesIO(midi()), "a.mid")}, headers=headers)
    assert (ours.status_code, ours.json["code"], ours.content_type) == (507, "storage.full", "application/problem+json")
    assert page.get(f"/api/download/{job_id}").status_code == 200
    assert page.delete(f"/api/cleanup/{job_id}").status_code == 200
    monkeypatch.undo()
    assert ordered(page)


@pytest.mark.parametrize("how", ["query_string", "json"])
def test_the_chat_answers_from_what_was_heard(page, services, how):
    job_id = ordered(page)

    def ask(question):
        answer = page.post("/api/chat", **{how: {"job_id": job_id, "question": question}})
        assert answer.status_code == 200, answer.json
        return answer.json

    assert ask("How is the rhythm of track 1?")["known"] is False, "nothing is known before it is finished"
    perform(services, job_id)
    rhythm = ask("How is the rythm of track 1?")
    assert rhythm["answer"].startswith("Track 1 has strong rhythm (0.8 of 1)")
    assert {"path": "record.json#/inputs/tracks/a/tempo", "value": 112.0} in rhythm["facts"]
    assert "Try start_time 5.0 and end_time 21.0" in ask("What should I try?")["answer"]
    assert "has weak rhythm (0.1 of 1)" in ask("How do my two tracks differ?")["answer"]
    assert "Try amount 0.75" in ask("How do I make it more like track 2?")["answer"]
    assert "96" in ask("What tempo does the result have?")["answer"]
    assert "try rhythm_from a" in ask("How do I make it faster?")["answer"]
    assert "Try seconds 24; it was 16" in ask("Make it longer!")["answer"]
    assert ask("Make it louder")["known"] is False
    unknown = ask("Who wrote the lyrics of track 2 and in which year?")
    assert (unknown["known"], "do not know" in unknown["answer"]) == (False, True)
    assert ask("Wie schnell ist das zweite Lied, bitte?")["known"] is False


def test_the_chat_wants_a_question_and_a_job(page):
    assert page.post("/api/chat", json={"question": "why?"}).json == {"detail": "job_id: Field required"}
    gone = page.post("/api/chat?job_id=gone&question=why")
    assert (gone.status_code, gone.json) == (404, {"detail": "Job not found"})
    assert page.post("/api/chat", data=b"{", content_type="application/json").status_code == 400


def test_a_key_is_wanted_where_the_operator_set_one(page, app):
    app.config["COMPAT_KEY"] = "open sesame"
    for headers in ({}, {"x-api-key": "open"}, {"x-api-key": "h\u00e9"}):
        answer = page.get("/api/status/x", headers=headers)
        assert (answer.status_code, answer.json) == (401, {"detail": "Invalid API key"})
    assert page.get("/api/status/x", headers={"x-api-key": "open sesame"}).status_code == 404
    assert page.get("/health").json["status"] == "ok"


def test_a_closed_door_takes_no_orders(page, app):
    app.config["COMPAT_OPEN"] = False
    answer = page.post("/api/generate", data=form())
    assert (answer.status_code, answer.json["code"]) == (404, "compat.closed")
