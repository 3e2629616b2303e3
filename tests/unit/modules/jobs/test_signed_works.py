"""Every part of a work says what made it, in the bytes that are stored."""

import json

import numpy as np
import pytest

from models.provenance import Ingredient, Origin, SourceType
from modules.audio.clip import Clip
from modules.audio.encoding import encode
from modules.generation.engine import Part, Work
from modules.generation.progress import Cancelled
from modules.jobs.parts import Parts
from tests.sounds import midi
from tests.unit.modules.jobs.test_run import perform


class Musician:
    """Writes a little of everything, and says where it comes from."""

    def __init__(self, house):
        self.house = house
        self.source = SourceType.TRAINED
        self.seconds = 1

    def generate(self, commission, progress):
        progress.at(0.5, "playing")
        folder = commission.folder
        noise = np.random.default_rng(commission.brief.seed).uniform(-0.1, 0.1, (self.seconds * 44_100, 2))
        encode(Clip(noise.astype(np.float32), 44_100), folder / "mix.flac")
        (folder / "score.mid").write_bytes(midi())
        (folder / "score.musicxml").write_text("<score/>")
        (folder / "record.json").write_text(json.dumps({"tempo": 120}))
        kinds = {"mix.flac": ("mix", "audio/flac"), "score.mid": ("midi", "audio/midi")}
        kinds |= {"score.musicxml": ("score", "application/vnd.recordare.musicxml+xml")}
        kinds |= {"record.json": ("record", "application/json")}
        parts = [Part(name, kind, media_type, folder / name) for name, (kind, media_type) in kinds.items()]
        weights = [Ingredient(name="network", sha256="e" * 64)]
        return Work(
            parts, self.seconds, origin=Origin(source=self.source, weights=weights, parameters={"mood": "calm"})
        )


@pytest.fixture
def musician(house):
    house.card.engine = Musician(house)
    return house.card.engine


def made(house, **options):
    job = house.jobs.submit("ann", house.brief(**options))
    assert perform(house, job) is True
    return house.jobs.get("ann", job.id)


def stored(house, job):
    return {part.name: b"".join(house.files.read(job.folder + part.name)) for part in job.work.parts}


def test_every_part_that_can_carries_a_valid_record(house, musician):
    files = stored(house, made(house))
    verdicts = {name: house.desk.provenance.verify(data) for name, data in files.items() if name != "score.musicxml"}
    assert all(verdict.valid and verdict.made_by_ai for verdict in verdicts.values())
    assert files["score.musicxml"] == b"<score/>"
    record = verdicts["mix.flac"].record
    assert (record.engine, record.seed, record.content.part) == ("text", 7, "mix.flac")
    assert record.parameters == {"mood": "calm"}
    assert record.weights[0].name == "network"
    assert json.loads(files["record.json"])["tempo"] == 120


def test_the_same_order_gives_the_same_bytes_whoever_asks_and_whenever(house, musician):
    first = made(house)
    house.clock.advance(days=1)
    second = made(house)
    assert stored(house, first) == stored(house, second)
    assert [part.sha256 for part in first.work.parts] == [part.sha256 for part in second.work.parts]


def test_an_engine_that_says_nothing_gets_nothing_signed(house):
    assert stored(house, made(house)) == {"text.txt": b"seed 7"}


def test_other_formats_made_on_demand_carry_the_record_on(house, musician):
    job = made(house)
    parts = Parts(house.files, house.desk.provenance)
    for kind in ("mp3", "wav", "ogg", "m4a"):
        info = parts.open(job, f"mix.{kind}")
        verdict = house.desk.provenance.verify(b"".join(house.files.read(info.key)))
        assert (verdict.valid, verdict.made_by_ai) == (True, True)
        assert (verdict.record.content.part, verdict.record.seed) == (f"mix.{kind}", 7)
        assert len(verdict.record.parents) == 1


def test_a_rendering_of_a_signed_upload_names_its_parent(house, musician):
    composed = stored(house, made(house))["score.mid"]
    upload = house.desk.uploads.receive("ann", "a.mid", [composed])
    musician.source = SourceType.RENDERED
    files = stored(house, made(house, midi=upload.id))
    record = house.desk.provenance.verify(files["mix.flac"]).record
    assert record.made_by_ai is True
    assert record.parents == [house.desk.provenance.verify(composed).record.content.sha256]


def test_giving_up_is_heard_while_a_part_is_signed(house, musician):
    musician.seconds = 30
    job = house.jobs.submit("ann", house.brief())
    with house.workshop.claim(job.id, "w") as run:
        looked = []

        def check():
            looked.append(run.progress)
            if len(looked) > 20:
                raise Cancelled

        run.progress.check = check
        with pytest.raises(Cancelled):
            house.workshop.make(run)
        run.cancelled()
    assert not list(house.files.list("generations/"))
