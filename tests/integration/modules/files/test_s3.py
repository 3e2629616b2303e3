"""What only a bucket does."""

import time
from urllib.request import urlopen

import pytest

from models.errors import Unavailable
from modules.files.s3 import S3Files
from modules.files.store import StorageAway

pytestmark = pytest.mark.integration


def test_a_signed_url_opens_the_file_without_keys(s3_files):
    s3_files.put("a/b", [b"hello"], "audio/flac")

    with urlopen(s3_files.sign("a/b", 60)) as answer:  # noqa: S310
        assert answer.read() == b"hello"
        assert answer.headers["Content-Type"] == "audio/flac"


def test_a_bucket_that_is_not_there_is_told_without_its_name(s3_endpoint):
    files = S3Files("no-such-bucket", endpoint=s3_endpoint, access_key="key", secret_key="secret")

    for use in (files.ping, files.used, lambda: files.put("a", [b"x"], "text/plain")):
        with pytest.raises(StorageAway) as caught:
            use()
        assert "no-such-bucket" not in caught.value.detail
        assert "no-such-bucket" in str(caught.value.__cause__)


def test_a_dead_endpoint_is_unavailable_within_seconds(unused_endpoint):
    files = S3Files("bucket", endpoint=unused_endpoint, access_key="key", secret_key="secret")
    started = time.monotonic()

    for use in (files.ping, lambda: files.info("a"), lambda: files.put("a", [b"x"], "text/plain")):
        with pytest.raises(Unavailable):
            use()

    assert time.monotonic() - started < 15


def test_a_reader_never_mixes_two_versions(s3_files):
    s3_files.put("a/b", [b"1" * 3_000_000], "text/plain")
    reader = s3_files.read("a/b")
    first = next(reader)
    s3_files.put("a/b", [b"2" * 3_000_000], "text/plain")

    with pytest.raises(Unavailable):
        list(reader)
    assert set(first) == {ord("1")}


@pytest.fixture
def unused_endpoint():
    return "http://127.0.0.1:9"
