"""Files of a bucket through the door that hands files out."""

from types import SimpleNamespace
from urllib.request import urlopen

import pytest
from apiflask import APIFlask

from blueprints import errors
from blueprints.downloads import send_file
from tests.integration.modules.files.conftest import s3_endpoint, s3_files

__all__ = ["s3_endpoint", "s3_files"]
pytestmark = pytest.mark.integration
CONTENT = bytes(range(256)) * 12_000


@pytest.fixture
def client(s3_files):
    app = APIFlask("downloads")
    errors.register(app)
    app.extensions["museaika"] = SimpleNamespace(offload=lambda function, *arguments: function(*arguments))
    s3_files.put("a/b", [CONTENT], "audio/flac")

    @app.get("/<path:key>")
    def fetch(key):
        return send_file(s3_files, s3_files.info(key), "mix.flac")

    return app.test_client()


def test_a_file_and_its_ranges_come_from_the_bucket(client):
    whole = client.get("/a/b")
    assert (whole.status_code, whole.data, whole.headers["Content-Type"]) == (200, CONTENT, "audio/flac")

    part = client.get("/a/b", headers={"Range": "bytes=1000000-2500000", "If-Range": whole.headers["ETag"]})
    assert (part.status_code, part.data) == (206, CONTENT[1_000_000:2_500_001])

    end = client.get("/a/b", headers={"Range": "bytes=-100"})
    assert (end.status_code, end.data) == (206, CONTENT[-100:])

    assert client.get("/a/b", headers={"If-None-Match": whole.headers["ETag"]}).status_code == 304
    assert client.get("/a/b", headers={"Range": f"bytes={len(CONTENT)}-"}).status_code == 416
    assert client.get("/a/c").status_code == 404


def test_who_asks_for_it_is_sent_to_the_bucket(client):
    answer = client.get("/a/b?redirect=1")

    assert answer.status_code == 302
    with urlopen(answer.headers["Location"]) as file:  # noqa: S310
        assert file.read() == CONTENT
