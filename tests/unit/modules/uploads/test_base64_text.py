import base64

import pytest

from modules.uploads.base64_text import BadBase64, decoded
from modules.uploads.holding import UploadTooLarge


@pytest.mark.parametrize("size", [0, 1, 2, 3, 196_607, 196_608, 196_609, 1_000_000])
def test_bytes_of_any_length_come_back(size):
    content = bytes(range(256)) * (size // 256) + b"x" * (size % 256)

    assert b"".join(decoded(base64.b64encode(content).decode(), 2_000_000)) == content


def test_a_data_url_and_line_breaks_are_fine():
    assert b"".join(decoded("data:audio/wav;base64,aGVs\r\nbG8=\n", 100)) == b"hello"


@pytest.mark.parametrize("text", ["a", "aGVsbG8", "a-_b", "äöü=", "aGVs!bG8=", "=aGVs", "aGVsbG8=aGVs"])
def test_what_is_not_base64_is_refused(text):
    with pytest.raises(BadBase64) as caught:
        list(decoded(text, 100))

    assert caught.value.field == "content_base64"
    assert caught.value.next_step


def test_too_much_is_refused_before_it_is_decoded():
    with pytest.raises(UploadTooLarge):
        next(decoded("A" * 1000, 100))
