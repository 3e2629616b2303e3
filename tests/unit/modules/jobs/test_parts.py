import io
import zipfile

import numpy as np
import pytest
import soundfile

from models.generation import PartInfo, WorkInfo
from modules.jobs.parts import PartMissing, Parts

RATE = 44_100


@pytest.fixture
def parts(house):
    return Parts(house.files, house.desk.provenance)


@pytest.fixture
def job(house):
    """A work of one second of silence and a text."""
    sound = io.BytesIO()
    soundfile.write(sound, np.zeros((RATE, 2), np.float32), RATE, format="FLAC", subtype="PCM_24")
    job = house.jobs.submit("ann", house.brief()).model_copy(update={"attempt": 1})
    for name, content in (("mix.flac", sound.getvalue()), ("record.json", b"{}")):
        house.files.put(job.folder + name, [content], "x/y")
    described = [
        PartInfo(name="mix.flac", kind="mix", media_type="audio/flac", size=1, sha256=""),
        PartInfo(name="record.json", kind="record", media_type="application/json", size=2, sha256=""),
    ]
    return job.model_copy(update={"work": WorkInfo(parts=described, seconds=1)})


def content(house, info):
    return b"".join(house.files.read(info.key))


@pytest.mark.parametrize(("name", "media_type"), [("mix.mp3", "audio/mpeg"), ("mix.ogg", "audio/ogg")])
def test_a_sound_is_encoded_once(house, parts, job, name, media_type):
    first = parts.open(job, name)
    assert first.media_type == media_type
    assert first.size > 0
    assert parts.open(job, name) == first


def test_an_encoded_sound_is_as_long_as_its_source(house, parts, job):
    wav = content(house, parts.open(job, "mix.wav"))
    assert len(soundfile.read(io.BytesIO(wav))[0]) == RATE


@pytest.mark.parametrize("name", ["mix.exe", "mix.flac/", "./mix.mp3", "../1/mix.mp3", "record.mp3", "mix", "", "/"])
def test_a_name_that_is_none_of_its_files_is_refused_with_their_names(parts, job, name):
    with pytest.raises(PartMissing) as refused:
        parts.open(job, name)
    assert "mix.flac" in refused.value.next_step


def test_the_bundle_holds_what_was_made_and_nothing_encoded_since(parts, job):
    before = b"".join(parts.bundle(job))
    parts.open(job, "mix.mp3")
    assert b"".join(parts.bundle(job)) == before
    with zipfile.ZipFile(io.BytesIO(before)) as archive:
        assert archive.namelist() == ["mix.flac", "record.json"]


def test_another_form_is_made_from_a_mix_in_wav_too(house, parts):
    sound = io.BytesIO()
    soundfile.write(sound, np.zeros((RATE, 2), np.float32), RATE, format="WAV", subtype="PCM_24")
    job = house.jobs.submit("ann", house.brief()).model_copy(update={"attempt": 1})
    house.files.put(job.folder + "mix.wav", [sound.getvalue()], "audio/wav")
    part = PartInfo(name="mix.wav", kind="mix", media_type="audio/wav", size=1, sha256="")
    job = job.model_copy(update={"work": WorkInfo(parts=[part], seconds=1.0)})
    assert parts.open(job, "mix.mp3").size > 1000
