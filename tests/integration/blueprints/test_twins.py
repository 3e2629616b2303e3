"""Twins over HTTP: taught, measured, played, taken along, brought back, forgotten; and all that is refused."""

import io

import numpy as np
import pytest

from models.errand import ErrandKind
from models.errors import StorageFull
from modules.generation.engines.twin.backends.composer import ComposerBackend
from modules.generation.engines.twin.backends.composer.training import Training
from modules.generation.engines.twin.backends.sounding import places
from modules.twins.gemini import Gemini
from museaika.app import create_app
from museaika.settings import Limits, Settings
from museaika.wiring import build_services
from tests.errand_turns import turn
from tests.producer_pieces import piece_of
from tests.sounds import midi
from tests.tiny_network import write_weights
from tests.tunes import talk, tune, wav_of

pytestmark = pytest.mark.integration


@pytest.fixture(scope="session")
def weights(tmp_path_factory):
    return write_weights(tmp_path_factory.mktemp("weights"))


@pytest.fixture
def app(tmp_path, weights):
    off = Limits(orders="off", uploads="off", guests="off", requests="off")
    settings = Settings(
        _env_file=None, data=tmp_path, redis_url="redis://127.0.0.1:1/0", limits=off,
        engines={"twin": {"weights": str(weights)}},
    )  # fmt: skip
    services = build_services(settings)
    yield create_app(services, settings)
    services.documents.close()


class Ann:
    """A producer over HTTP, and what the worker would do."""

    def __init__(self, app):
        self.services = app.extensions["museaika"]
        self.client = app.test_client()
        guest = self.client.post("/auth/guest", json={}).json
        self.id, self.headers = guest["user"]["id"], {"Authorization": f"Bearer {guest['access_token']}"}

    def send(self, method, path, json=None, **more):
        return self.client.open(path, method=method, json=json, headers=self.headers, **more)

    def uploads(self, count=3, bars=16):
        files = [(io.BytesIO(piece_of(number, bars)), f"{number}.mid") for number in range(count)]
        return [self.send("POST", "/uploads", data={"file": file}).json["id"] for file in files]

    def teach(self, uploads, **more):
        told = {"producer": "ann", "model": "one", "uploads": uploads, "rights_confirmed": True}
        return self.send("POST", "/twins", told | {"rank": 2, "steps": 20} | more)

    def work(self, answer):
        """The errand of that answer, after a worker had it."""
        turn(self.services.errands.performing, answer.headers["X-Errand"])
        return self.send("GET", f"/errands/{answer.headers['X-Errand']}").json

    def order(self, **options):
        brief = {"engine": "twin", "seconds": 4, "seed": 1, "options": {"sounds": "none"} | options}
        return self.send("POST", "/generations", brief)


@pytest.fixture
def ann(app):
    return Ann(app)


def test_a_twin_is_taught_measured_played_taken_along_and_forgotten(ann, app, tmp_path):
    answer = ann.teach(ann.uploads())
    assert (answer.status_code, answer.json["state"]) == (202, "training")
    done = ann.work(answer)
    assert done["state"] == "finished", done
    twin = ann.send("GET", "/twins/ann:one").json
    assert twin["state"] == "ready"
    assert twin["receipt"]["verdict"] in ("clearly audible", "slight", "no audible effect")
    assert twin["receipt"]["held_after"] < twin["receipt"]["held_before"]
    assert ann.send("GET", f"/twins/{twin['id']}/files/after.flac").data[:4] == b"fLaC"
    assert not list((tmp_path / "scratch" / "twins").glob("*/*"))

    for name in ("ann:one", twin["id"], "loras/ann_one.safetensors"):
        taken = ann.order(twin=name, prompt="dark piano").json
        assert taken["brief"]["options"]["twins"] == [{"twin": f"{twin['id']}@1", "share": 1.0}], taken
    run = ann.services.workshop.claim(taken["id"], "w")
    with run:
        run.finish(ann.services.workshop.make(run))
    assert ann.send("GET", f"/generations/{taken['id']}").json["state"] == "finished"

    whole = ann.send("GET", f"/twins/{twin['id']}/export").data
    bob = Ann(app)
    assert bob.send("GET", f"/twins/{twin['id']}").status_code == 404
    assert bob.order(twin=twin["id"]).json["code"] == "twin.unknown"
    path = "/twins/import?producer=bob&model=theirs&rights_confirmed=true"
    brought = bob.send("POST", path, data={"file": (io.BytesIO(whole), "x.safetensors")})
    assert brought.json["versions"][0]["stopped"] == "imported", brought.json
    assert bob.order(twin="bob:theirs").status_code == 202
    pickle = bob.send("POST", path, data={"file": (io.BytesIO(b"\x80\x04K\x01."), "x.safetensors")})
    assert (pickle.status_code, pickle.json["code"]) == (422, "twin.bad_adapter")

    assert ann.send("DELETE", f"/twins/{twin['id']}").status_code == 204
    assert ann.send("GET", "/twins").json["items"] == []
    assert not list(ann.services.files.list(f"twins/{twin['id']}/"))


@pytest.mark.parametrize(
    ("more", "status", "code"),
    [
        ({"rights_confirmed": False}, 422, "twin.rights_missing"),
        ({"backend": "abacus"}, 422, "twin.unknown_backend"),
        ({"producer": "../ann"}, 422, None),
        ({"uploads": ["nobodys"]}, 404, "upload.not_found"),
        ({"uploads": []}, 422, None),
        ({"uploads": ["x"] * 500}, 413, "twin.too_many_files"),
    ],
)
def test_what_cannot_be_taught_is_refused_at_once(ann, more, status, code):
    uploads = ann.uploads(1) if "uploads" not in more else more["uploads"]
    answer = ann.teach(uploads, **{name: value for name, value in more.items() if name != "uploads"})
    assert answer.status_code == status, answer.json
    assert code is None or answer.json["code"] == code
    assert ann.send("GET", "/twins").json["items"] == []


def test_too_little_music_fails_plainly_and_leaves_nothing(ann, tmp_path):
    short = ann.send("POST", "/uploads", data={"file": (io.BytesIO(midi(10)), "short.mid")}).json["id"]
    done = ann.work(ann.teach([short]))
    assert done["error"]["code"] == "twin.too_little"
    assert ann.send("GET", "/twins/ann:one").json["state"] == "failed"
    assert not list((tmp_path / "scratch" / "twins").glob("*/*"))


def test_an_order_goes_where_its_backend_computes_if_somebody_works_there(ann, monkeypatch):
    desk, asked = ann.services.jobs._desk, []
    monkeypatch.setitem(desk.__dict__, "attended", lambda queue: asked.append(queue) or len(asked) > 1)
    assert ann.services.jobs.get(ann.id, ann.order().json["id"]).queue == "cpu"
    assert asked == [], "nobody is asked for what a processor does"
    monkeypatch.setattr(ComposerBackend, "queue", places.queue_of("auto"))
    found = [ann.services.jobs.get(ann.id, ann.order().json["id"]).queue for _ in range(2)]
    assert (found, asked) == (["cpu", "gpu"], ["gpu", "gpu"])
    assert places.queue_of("cpu") == "cpu"


def test_what_is_sent_to_others_is_said_first_and_only_done_where_order_and_operator_want_it(ann, monkeypatch):
    outside = Gemini("a-key", "http://127.0.0.1:1", "some")
    for one in (ann.services.twins, ann.services.errands.performing._performers[ErrandKind.TWIN]):
        monkeypatch.setitem(one.__dict__, "outside", outside)
    seen = []
    monkeypatch.setattr(
        Gemini, "ask", lambda self, _: seen.append(ann.send("GET", "/twins/ann:one").json) or ["glitch"]
    )
    song = {"file": (io.BytesIO(wav_of(tune(bars=4))), "song.wav")}
    uploads = [*ann.uploads(2), ann.send("POST", "/uploads", data=song).json["id"]]
    answer = ann.teach(uploads)
    assert answer.json["notes"] == []
    ann.work(answer)
    assert not seen
    answer = ann.teach(uploads, tag_before_train=True)
    assert answer.json["notes"] == [outside.told]
    assert ann.work(answer)["error"]["code"] == "twin.too_little"
    assert [twin["notes"] for twin in seen] == [[outside.told]]


def test_silence_and_speech_alone_teach_nothing_and_every_file_is_named(ann, tmp_path):
    sounds = {"silence.wav": np.zeros(22_050 * 4, np.float32), "talk.wav": talk(4)}
    files = [(io.BytesIO(wav_of(sound)), name) for name, sound in sounds.items()]
    done = ann.work(ann.teach([ann.send("POST", "/uploads", data={"file": file}).json["id"] for file in files]))
    assert done["error"]["code"] == "twin.nothing_to_learn"
    assert "silence.wav: it is silent; talk.wav: " in done["error"]["detail"]
    twin = ann.send("GET", "/twins/ann:one").json
    assert (twin["state"], [one["name"] for one in twin["skipped"]]) == ("failed", list(sounds))
    assert not list((tmp_path / "scratch" / "twins").glob("*/*"))


def test_two_trainings_of_one_name_are_one_or_a_conflict(ann):
    uploads = ann.uploads(2)
    first = ann.teach(uploads)
    again, other = ann.teach(uploads), ann.teach(uploads[:1])
    assert again.headers["X-Errand"] == first.headers["X-Errand"]
    assert (other.status_code, other.json["code"]) == (409, "twin.training")


def at_step(ann, number, what, monkeypatch):
    """Do something while the training is at that step."""
    learn = Training._learn

    def learned(self, batch):
        learn(self, batch)
        if self.step == number:
            what()

    monkeypatch.setattr(Training, "_learn", learned)


def test_called_off_the_last_checkpoint_stays_and_a_full_disk_leaves_it_alone(ann, monkeypatch):
    uploads = ann.uploads()
    answer = ann.teach(uploads, steps=500)
    at_step(ann, 21, lambda: ann.send("DELETE", f"/errands/{answer.headers['X-Errand']}"), monkeypatch)
    assert ann.work(answer)["state"] == "cancelled"
    (version,) = ann.send("GET", "/twins/ann:one").json["versions"]
    assert (version["stopped"], version["steps"] % 10) == ("cancelled", 0)
    assert ann.order(twin="ann:one").status_code == 202

    def full(self, key, chunks, media_type):
        raise StorageFull("There is no room on the server's disk.", next_step="Make room.")

    monkeypatch.setattr(type(ann.services.files), "put", full)
    again = ann.teach(uploads)
    assert ann.work(again)["error"]["code"] == "storage.full"
    twin = ann.send("GET", "/twins/ann:one").json
    assert [one["number"] for one in twin["versions"]] == [1]
    assert len({one.key.split("/")[2] for one in ann.services.files.list(f"twins/{twin['id']}/")}) == 1


def test_a_twin_that_is_deleted_while_it_learns_leaves_nothing(ann, monkeypatch, tmp_path):
    answer = ann.teach(ann.uploads(), steps=500)
    twin = answer.json["id"]
    at_step(ann, 21, lambda: ann.send("DELETE", f"/twins/{twin}"), monkeypatch)
    assert ann.work(answer)["state"] == "cancelled"
    assert ann.send("GET", f"/twins/{twin}").status_code == 404
    assert not list(ann.services.files.list(f"twins/{twin}/"))
    assert not list((tmp_path / "scratch" / "twins").glob("*/*"))
