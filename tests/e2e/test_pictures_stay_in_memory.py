"""No picture is written anywhere: not to a file, a log, a queue or a database, and not even for a moment."""

import base64
import io
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

sys.path.insert(0, str(Path(__file__).parent))

from benching.guest import Guest
from benching.house import House
from benching.listener import Listener
from benching.portrait import portrait
from runs import Runs
from watching import Opened, written


def noise(width, height, seed):
    return np.random.default_rng(seed).integers(0, 256, (height, width, 3), np.uint8)


def encoded(pixels, kind, **how):
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, kind, **how)
    return file.getvalue()


def noisy_portrait(width, height, seed):
    """A face among random pixels."""
    pixels = noise(width, height, seed)
    with Image.open(io.BytesIO(portrait(width, height))) as face:
        third = slice(width // 3, 2 * width // 3)
        pixels[:, third] = np.asarray(face)[:, third]
    return pixels


def decoded(data):
    """The pixels as programs hold them: red first, and blue first."""
    with Image.open(io.BytesIO(data)) as image:
        pixels = np.asarray(image.convert("RGB"))
    return [pixels.tobytes(), pixels[:, :, ::-1].tobytes()]


PICTURES = {
    "random pixels": encoded(noise(300, 250, 1), "PNG"),
    "random, more than a megabyte": encoded(noise(650, 600, 2), "PNG"),
    "a face in a megabyte": encoded(noisy_portrait(840, 480, 3), "PNG"),
    "a face as JPEG": encoded(noisy_portrait(640, 480, 4), "JPEG", quality=60),
}


@pytest.fixture(scope="module")
def secrets():
    return Runs(list(PICTURES.values()), [pixels for data in PICTURES.values() for pixels in decoded(data)])


@pytest.fixture(scope="module", params=["eventlet", "threading"])
def watched(request, tmp_path_factory):
    """The whole family, its temporary folder inside its own, and what was opened for writing."""
    folder = tmp_path_factory.mktemp("watched")
    (folder / "tmp").mkdir()
    opened = Opened(folder / "hook")
    settings = {"TMPDIR": str(folder / "tmp"), "MUSEAIKA_ASYNC_MODE": request.param, "MUSEAIKA_LOG_LEVEL": "DEBUG"}
    with House(folder=folder, **settings, **opened.settings) as house:
        yield house, opened


@pytest.fixture(scope="module")
def sent(watched, tmp_path_factory):
    """Every picture went every way; what was told, opened and written meanwhile."""
    house, opened = watched
    pid = house.pid("web")
    report = tmp_path_factory.mktemp("strace") / "report"
    with Guest(house.url, 60) as guest, Listener(house.url, guest.token) as listener:
        guest.call("PUT", "/user/consents/face")
        guest.http.post(f"{house.url}/mood/image", data=encoded(noise(300, 300, 9), "PNG"), timeout=60,
                        headers={"Content-Type": "image/png"})  # fmt: skip
        opened.since_last(pid)
        with written(pid, report) as everything:
            answers = [answer for data in PICTURES.values() for answer in ways(guest, data)]
            frames = [observed(listener, data) for data in PICTURES.values() if len(data) < 500_000]
            traced = everything()
        time.sleep(2)  # Valkey's log and the database's are written by then
    return answers, frames, opened.since_last(pid), traced


def ways(guest, data):
    """In a form, as it is, with a point in a form, with a mistake behind it, and cut off."""
    url, kind = f"{guest.url}/mood", {"Content-Type": "image/png"}
    file = {"image": ("me.png", data, "image/png")}
    yield guest.http.post(f"{url}/image", files=file, timeout=60)
    yield guest.http.post(f"{url}/image?remember=false", data=data, headers=kind, timeout=60)
    yield guest.http.post(url, files=file, data={"valence": "0.5", "arousal": "0"}, timeout=60)
    yield guest.http.post(url, files=file, data={"valence": "7"}, timeout=60)
    yield guest.http.post(f"{url}/image", data=data[: len(data) // 2], headers=kind, timeout=60)


def observed(listener, data):
    at = time.monotonic()
    assert listener.ask("mood:frame", {"image": data, "at": at, "remember": True})["ok"]
    return listener.wait(lambda one: one.name == "mood:observed" and one.payload["at"] == at, 60).payload


def test_the_pictures_were_read(sent):
    answers, frames, _, _ = sent
    assert {answer.status_code for answer in answers} == {201, 200, 422}
    assert sum(answer.status_code == 201 for answer in answers) >= 4
    assert [bool(frame["mood"]) for frame in frames][-1]


def test_no_run_of_them_is_found_in_any_file_of_the_family(watched, sent, secrets):
    house, _ = watched
    assert secrets.in_files([house.folder]) == {}


def test_the_web_process_opened_no_other_file_than_its_database_and_log(watched, sent):
    house, _ = watched
    own = (str(house.data / "museaika.sqlite"), str(house.data / "logs"), "/dev/null")
    assert [path for path in sent[2] if not path.startswith(own)] == []


def test_no_run_of_them_was_written_even_for_a_moment(sent, secrets, told):
    traced = sent[3]
    if traced is None:
        pytest.skip("strace is not there, or may not look; the other tests stand by themselves")
    told("bytes the web process wrote meanwhile", len(traced), "")
    assert len(traced) > 1000
    assert secrets.in_bytes(traced) is None


@pytest.mark.parametrize("how", ["file", "deleted", "base64", "pixels"])
def test_this_would_be_seen(tmp_path, secrets, how):
    """The search finds what it looks for."""
    data = PICTURES["random pixels"]
    hidden = {
        "file": data,
        "deleted": data[1000:1040],
        "base64": base64.b64encode(data[7:]),
        "pixels": decoded(data)[1],
    }
    (tmp_path / "leak").write_bytes(b"something before" + hidden[how] + b"and after")
    assert list(secrets.in_files([tmp_path])) == [tmp_path / "leak"]
    (tmp_path / "leak").write_bytes(bytes(10_000) + data[50:70])
    assert secrets.in_files([tmp_path]) == {}
