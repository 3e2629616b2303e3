"""The old producer's routes as its clients used them: whoever waits plays the worker, everything else is the house."""

import base64
import io
import json
import time
from datetime import timedelta

import pytest
import soundfile

from models.job import JobState
from modules.fetching.strangers import Strangers
from modules.producer.patience import Patience
from museaika.app import create_app
from museaika.settings import Limits, Settings
from museaika.wiring import build_services
from tests.errand_turns import turn
from tests.producer_pieces import piece_of
from tests.tiny_network import write_weights
from tests.weights_server import weights_server

pytestmark = pytest.mark.integration
ANN = {"producer_id": "ann"}
FILE = ANN | {"job_id": "j", "filename": "a", "content_base64": "AA=="}


@pytest.fixture(scope="module")
def weights(tmp_path_factory):
    return write_weights(tmp_path_factory.mktemp("weights"))


class Old:
    """An old client; while it waits, a worker does what there is to do."""

    def __init__(self, app):
        self.app = app
        self.services = app.extensions["museaika"]
        self.client = app.test_client()
        self.slept = 0
        self.patient(Patience(timedelta(minutes=5), self._work))

    def patient(self, patience):
        self.services.producer.__dict__["patience"] = patience

    def _work(self, _):
        self.slept += 1
        assert self.slept < 50, "nothing comes of it"
        found, _ = self.services.errands.page("local", limit=1)
        if found and found[0].state == "queued":
            self.teach(found[0].id)
        for job in self.services.jobs.page("local", state=JobState.QUEUED)[0]:
            run = self.services.workshop.claim(job.id, "w")
            with run:
                run.finish(self.services.workshop.make(run))

    def teach(self, errand_id):
        turn(self.services.errands.performing, errand_id)

    def teach_nothing(self, errand_id):
        """As a worker who is done at once."""
        run = self.services.errands.performing.claim(errand_id, "w")
        with run:
            self.order = run.errand.options["order"]
            self.heard = [self.services.uploads.get("local", one) for one in self.order["uploads"]]
            run.finish({"words": "clearly audible"})

    def post(self, path, body=None, **more):
        answer = self.client.post(path, json=body, **more)
        return answer.status_code, answer.json

    def store(self, number, job="j1"):
        text = base64.b64encode(piece_of(number)).decode()
        body = {"producer_id": "ann", "jobId": job, "filename": f"{number}.mid", "contentBase64": text}
        return self.post("/producer/store-upload", body)

    def kept(self):
        return self.services.uploads.page("local", limit=100)[0]


@pytest.fixture
def old(tmp_path, weights):
    off = Limits(orders="off", uploads="off", guests="off", requests="off")
    settings = Settings(
        _env_file=None, data=tmp_path, redis_url="redis://127.0.0.1:1/0", limits=off, compat_consent=True,
        engines={"twin": {"weights": str(weights)}},
    )  # fmt: skip
    services = build_services(settings)
    yield Old(create_app(services, settings))
    services.documents.close()


def test_files_are_stored_learned_from_and_played(old):
    stored = [old.store(number) for number in range(3)]
    assert stored[0] == (200, {"path": "/data/uploads/ann/j1/0.mid", "producer_id": "ann", "job_id": "j1"})
    paths = [answer["path"] for _, answer in stored]
    facts = [{"title": "First", "bpm": "128", "tags": "dark, trap", "mood": 1}, None]
    body = {"producerId": "ann", "upload_paths": paths, "metadataPerFile": facts, "job_id": 7, "steps": 4}
    status, trained = old.post("/producer/train", body | {"model_name": "one", "tag_before_train": True})
    assert (status, trained | {"verdict": 0}) == (200, {
        "job_id": "7", "producer_id": "ann", "model_name": "one", "backend": "composer",
        "lora_path": "loras/ann_one.safetensors", "verdict": 0, "skipped": [],
    }), trained  # fmt: skip
    (errand,) = old.services.errands.page("local")[0]
    assert {"title": "First", "bpm": 128.0, "tags": ["dark", "trap"]} in errand.options["order"]["facts"].values()

    order = {
        "prompt": "dark piano",
        "lora_id": trained["lora_path"],
        "duration_seconds": 4,
        "backend_override": "composer",
    }
    status, made = old.post("/producer/generate", order)
    assert (status, made["backend"]) == (200, "composer"), made
    sound = base64.b64decode(made["audio_base64"])
    facts = soundfile.info(io.BytesIO(sound))
    assert (facts.format, facts.duration) == ("WAV", pytest.approx(4, abs=3))

    status, song = old.post(
        "/api/artist/generate", {"artistId": "ann", "loraId": "one", "prompt": "x", "durationSeconds": 4}
    )
    assert (status, sorted(song)) == (200, ["audioUrl", "audio_base64", "backend", "job_id"]), song
    again = old.client.get(song["audioUrl"])
    assert (again.content_type, base64.b64encode(again.data).decode()) == ("audio/wav", song["audio_base64"])
    assert old.client.get("/api/artist/audio/nobodys.wav").status_code == 404


def test_a_form_is_learned_from_and_what_was_handed_in_for_it_goes(old):
    old.teach = old.teach_nothing
    files = [(io.BytesIO(piece_of(number)), f"{number}.mid") for number in range(3)]
    files.insert(1, (io.BytesIO(b"RIFF and then nothing" * 9), "broken.wav"))
    told = json.dumps([{"title": name} for name in ("first", "broken", "second", "third")])
    form = {"file": files, "producerId": "ann", "steps": "4", "metadata_per_file": told}
    answer = old.client.post("/api/producer/upload-and-train", data=form)
    assert answer.status_code == 200, answer.json
    assert [one["name"] for one in answer.json["skipped"]] == ["broken.wav"]
    assert [one["title"] for one in old.order["facts"].values()] == ["first", "second", "third"]
    broken = {"file": (io.BytesIO(b"nothing"), "broken.wav"), "producerId": "ann"}
    nothing = old.client.post("/api/producer/upload-and-train", data=broken)
    assert (nothing.status_code, nothing.json["error"][:32]) == (422, "There is nothing to learn from: ")
    assert answer.json["lora_path"] == answer.json["loraPath"] == "loras/ann_nawfside_lora.safetensors"
    unready = {"file": (io.BytesIO(piece_of(0)), "0.mid"), "producerId": "ann", "backendOverride": "ace-step"}
    refused = old.client.post("/api/producer/upload-and-train", data=unready)
    assert (refused.status_code, "museaika weights fetch ace-step" in refused.json["error"]) == (503, True)
    assert (answer.json["verdict"], len(old.heard), old.kept()) == ("clearly audible", 3, [])


def test_addresses_are_fetched_what_is_broken_is_named_and_what_leads_inside_ends_it(old):
    old.teach = old.teach_nothing
    with weights_server() as server:
        server.files = {f"{number}.mid": piece_of(number) for number in range(2)} | {"page": b"<html>"}
        urls = [f"{server.url}/{name}" for name in ("0.mid", "page", "gone", "1.mid")]
        body = {"producerId": "ann", "uploadUrls": urls, "steps": 4}
        status, refused = old.post("/api/producer/train", body)
        assert (status, list(refused)) == (422, ["error"])
        assert "private network" in refused["error"]
        old.services.producer.material.__dict__["strangers"] = Strangers(inside=True)
        status, trained = old.post("/api/producer/train", body)
        assert (status, [one["name"] for one in trained["skipped"]]) == (200, ["page", "gone"]), trained
        assert trained["producerId"] == trained["producer_id"] == "ann"
        assert ([one.name for one in old.heard], old.kept()) == (["0.mid", "1.mid"], [])
        status, nothing = old.post("/api/producer/train", body | {"uploadUrls": urls[1:2]})
        assert (status, nothing["error"][:32]) == (422, "There is nothing to learn from: ")
        old.patient(Patience(timedelta(0)))
        status, late = old.post("/api/producer/train", body)
        assert (status, "no time left" in late["error"]) == (422, True)


@pytest.mark.parametrize(
    ("path", "body", "status", "error"),
    [
        ("store-upload", FILE | {"producer_id": "../ann"}, 422, "producer_id"),
        ("store-upload", FILE | {"job_id": "a/b"}, 422, "job_id"),
        ("store-upload", FILE | {"filename": "../a"}, 422, "filename"),
        ("store-upload", FILE | {"content_base64": "%"}, 422, "The text is not"),
        ("train", {"producer_id": "ann", "upload_paths": ["/etc/passwd"]}, 404, "Nothing is stored as '/etc/passwd'"),
        ("train", {"producer_id": "ann"}, 422, "There is nothing to learn from"),
        ("train", {"producer_id": "ann", "upload_urls": ["file:///etc/passwd"]}, 422, "That address is not fetched"),
        ("train", ANN | {"upload_urls": ["http://x/"] * 500}, 413, "There are 500 files; one training takes 200"),
        ("train", ANN | {"upload_paths": ["x"], "backend_override": "abacus"}, 422, "There is no backend"),
        ("generate", {"lora_id": "ann:one"}, 422, "prompt: Field required"),
        ("generate", {"prompt": "x", "lora_id": "loras/no_one.safetensors"}, 422, "You have no twin"),
        ("generate", {"prompt": "x", "duration_seconds": -1}, 422, "duration_seconds"),
    ],
)  # fmt: skip
def test_refusals_are_an_error_and_nothing_else(old, path, body, status, error):
    code, told = old.post(f"/producer/{path}", body)
    assert (code, list(told)) == (status, ["error"]), told
    assert told["error"].startswith(error)
    assert old.kept() == []


def test_what_takes_too_long_is_told_with_its_number_and_goes_on(old):
    path = old.store(0)[1]["path"]
    old.patient(Patience(timedelta(0), time.sleep))
    status, late = old.post("/producer/train", {"producer_id": "ann", "upload_paths": [path], "job_id": "mine"})
    assert (status, sorted(late), late["job_id"]) == (504, ["error", "job_id"], "mine")
    (errand,) = old.services.errands.page("local")[0]
    assert errand.state == "queued"
    assert len(old.kept()) == 1
    old.patient(Patience(timedelta(minutes=5), old._work))
    status, short = old.post("/producer/train", {"producer_id": "ann", "upload_paths": [path]})
    assert (status, list(short)) == (422, ["error"]), "the same training, which one piece is too little for"


def test_without_the_operators_word_nothing_is_learned(old):
    old.services.producer.__dict__["consent"] = False
    path = old.store(0)[1]["path"]
    for status, told in (
        old.post("/producer/train", {"producer_id": "ann", "upload_paths": [path]}),
        old.post("/api/producer/upload-and-train"),
    ):
        assert (status, "MUSEAIKA_COMPAT_CONSENT" in told["error"]) == (403, True)


def test_a_password_is_wanted_by_the_form_where_there_is_one(old):
    old.app.config["TRAIN_PASSWORD"] = "sésame"

    def form(headers=None, **words):
        data = {"file": (io.BytesIO(piece_of(0)), "0.mid"), "producerId": "../x"} | words
        return old.client.post("/api/producer/upload-and-train", data=data, headers=headers or {})

    for answer in (form(), form(**{"x-train-password": "no"}), form({"x-train-password": "no"})):
        assert (answer.status_code, answer.json) == (401, {"error": "Invalid training password"})
    assert form(**{"x-train-password": "sésame"}).status_code == 422, "which is about the id"
    assert form({"x-train-password": "sésame".encode().decode("latin-1")}).status_code == 422
    assert old.post("/producer/train", {}, headers={"x-train-password": "no"})[0] == 401
    assert old.kept() == []


def test_settings_go_by_their_old_names_too(monkeypatch):
    monkeypatch.setenv("NAWFSIDE_APP_PASSWORD", "old")
    monkeypatch.setenv("MUSEAIKA_COMPAT_WAIT", "90s")
    monkeypatch.setenv("MUSEAIKA_COMPAT_CONSENT", "on")
    settings = Settings(_env_file=None)
    assert (settings.train_password.get_secret_value(), settings.compat_wait.seconds) == ("old", 90)
    assert settings.compat_consent


def test_bodies_that_are_no_json_are_refused(old):
    answer = old.client.post("/producer/train", data=json.dumps({"producer_id": "ann"}), content_type="text/plain")
    assert (answer.status_code, list(answer.json)) == (415, ["error"])
