"""What people send instead of a good picture, through the whole app and our own networks."""

import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from tests.drawn_face import face

FACE = face(480)


@pytest.fixture
def ada(client):
    token = client.post("/auth/guest", json={}).json["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    client.put("/user/consents/face", headers=headers)
    return headers


@pytest.fixture
def show(client, ada):
    def show(data, kind="image/png"):
        return client.post("/mood/image", data=data, content_type=kind, headers=ada)

    return show


def encoded(image, kind="PNG", **how):
    file = io.BytesIO()
    image.save(file, kind, **how)
    return file.getvalue()


def bomb(width, height):
    """A PNG that says it is that large; a few bytes long."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b"")]
    packed = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)


def rotated(image):
    exif = Image.Exif()
    exif[0x0112] = 6
    return encoded(image.rotate(90, expand=True), "JPEG", exif=exif)


PORTRAIT = Image.fromarray(FACE)
JPEG = encoded(PORTRAIT, "JPEG")
GOOD = {
    "jpeg": JPEG,
    "png": encoded(PORTRAIT),
    "webp": encoded(PORTRAIT, "WEBP"),
    "cmyk": encoded(PORTRAIT.convert("CMYK"), "JPEG"),
    "grey": encoded(PORTRAIT.convert("L")),
    "16 bit": encoded(Image.fromarray(np.asarray(PORTRAIT.convert("L")).astype(np.uint16) * 257)),
    "palette": encoded(PORTRAIT.convert("P", palette=Image.Palette.ADAPTIVE)),
    "alpha": encoded(PORTRAIT.convert("RGBA")),
    "animated": encoded(PORTRAIT, "GIF", save_all=True, append_images=[PORTRAIT.rotate(180)]),
    "turned by the camera": rotated(PORTRAIT),
}
BAD = {
    "empty": (b"", 422, {"mood.picture_empty"}),
    "no picture": (b"hello, this is text", 422, {"mood.picture_unreadable"}),
    "cut off": (JPEG[: len(JPEG) // 3], 422, {"mood.picture_unreadable"}),
    "a bomb": (bomb(50_000, 50_000), 413, {"mood.picture_too_large"}),
    "a wide bomb": (bomb(2**31 - 1, 1), 413, {"mood.picture_too_large"}),
    "heic": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(200), 415, {"mood.picture_format"}),
    "pdf": (b"%PDF-1.7 ...", 415, {"mood.picture_format"}),
    "no face": (encoded(Image.new("RGB", (640, 480), "grey")), 422, {"mood.no_face"}),
    "one pixel": (encoded(Image.new("RGB", (1, 1))), 422, {"mood.no_face"}),
}


@pytest.mark.parametrize("name", GOOD)
def test_every_kind_of_picture_is_read(show, name):
    answer = show(GOOD[name])
    assert answer.status_code == 201, answer.json
    assert answer.json["mood"]["source"] == "face"
    assert len(answer.json["readings"][0]["boxes"]) == 1


@pytest.mark.parametrize("name", BAD)
def test_what_is_none_is_refused_plainly_and_leaves_nothing(show, client, ada, name):
    data, status, codes = BAD[name]
    answer = show(data)
    assert answer.status_code == status, answer.json
    assert answer.json["code"] in codes
    assert answer.json["field"] == "image"
    assert answer.json["next_step"]
    assert client.get("/mood/history", headers=ada).json["items"] == []


def test_among_thirty_faces_the_largest_decides(show):
    crowd = Image.new("RGB", (1920, 1200), (120, 150, 180))
    for number in range(30):
        crowd.paste(PORTRAIT.resize((280, 280)), (number % 6 * 310, number // 6 * 230))
    crowd.paste(PORTRAIT.resize((460, 460)), (0, 0))
    answer = show(encoded(crowd, "JPEG"))
    assert answer.status_code == 201, answer.json
    boxes = answer.json["readings"][0]["boxes"]
    assert boxes[0]["width"] == max(box["width"] for box in boxes)
    assert boxes[0]["left"] < 0.2
    assert boxes[0]["top"] < 0.2
