"""Pictures come in many shapes; what is none is refused before it costs anything."""

import contextlib
import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from models.errors import Invalid, TooLarge, Unsupported
from modules.mood import pictures
from modules.mood.pictures import opened

LIMIT = 40_000_000


def read(data, **more):
    return opened(data, **({"largest_pixels": LIMIT} | more))


def drawn(size=(40, 30), mode="RGB"):
    """Left half red, right half blue, a white bar along the top."""
    image = Image.new("RGB", size, (200, 20, 20))
    image.paste((20, 20, 200), (size[0] // 2, 0, size[0], size[1]))
    image.paste("white", (0, 0, size[0], size[1] // 6))
    return image.convert(mode)


def saved(image, kind="PNG", **more):
    stream = io.BytesIO()
    image.save(stream, kind, **more)
    return stream.getvalue()


def chunk(name, body):
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def bomb(width, height):
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF"])
def test_every_supported_kind_comes_back_as_red_green_and_blue(kind):
    picture = read(saved(drawn(), kind))

    assert picture.shape == (30, 40, 3)
    assert picture.dtype == np.uint8
    assert picture[20, 5, 0] > 150 > picture[20, 5, 2]
    assert picture[20, 35, 2] > 150 > picture[20, 35, 0]


@pytest.mark.parametrize("mode", ["1", "L", "P", "CMYK", "YCbCr", "LA", "RGBA", "I;16", "F"])
def test_every_way_to_store_a_pixel_is_understood(mode):
    kind = {"CMYK": "JPEG", "YCbCr": "JPEG", "F": "TIFF"}.get(mode, "PNG")
    image = drawn(mode="L").convert("I").point(lambda value: value * 257) if mode == "I;16" else drawn()

    picture = read(saved(image.convert(mode), kind))

    assert picture.shape == (30, 40, 3)
    assert picture[1, 20].min() > 240
    assert picture[20, 20].mean() < 140


def test_sixteen_bits_keep_their_scale_however_dark_the_picture_is():
    dark = Image.fromarray(np.full((8, 8), 200, np.uint16))

    assert read(saved(dark)).max() == 0


def test_what_is_transparent_is_white():
    image = Image.new("RGBA", (10, 10), (255, 0, 0, 0))
    image.paste((0, 0, 0, 255), (0, 0, 5, 10))

    picture = read(saved(image))

    assert picture[5, 8].tolist() == [255, 255, 255]
    assert picture[5, 2].tolist() == [0, 0, 0]


def test_a_palette_may_be_transparent_too():
    image = drawn().quantize(4)
    image.info["transparency"] = image.getpixel((5, 20))

    assert read(saved(image))[20, 5].tolist() == [255, 255, 255]


def test_of_a_moving_picture_the_first_frame_counts():
    frames = [Image.new("RGB", (9, 9), colour) for colour in ("green", "red", "blue")]

    picture = read(saved(frames[0], "GIF", save_all=True, append_images=frames[1:]))

    assert picture[4, 4].tolist() == [0, 128, 0]


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_turned_camera_gives_an_upright_picture(orientation):
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    upright = drawn()
    stored = upright.transpose(undo[orientation]) if orientation in undo else upright
    note = Image.Exif()
    note[0x0112] = orientation

    picture = read(saved(stored, "PNG", exif=note))

    assert np.array_equal(picture, np.asarray(upright))


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data:UserWarning")
def test_a_damaged_note_about_the_camera_does_not_spoil_the_picture():
    data = saved(drawn(), "JPEG", exif=b"Exif\0\0II*\0\xff\xff\xff\xff garbage")

    assert read(data).shape == (30, 40, 3)


def test_a_large_picture_comes_back_smaller_in_the_same_shape():
    picture = read(saved(drawn((4000, 3000)), "JPEG"))

    assert picture.shape == (1200, 1600, 3)


def test_a_picture_of_one_pixel_is_a_picture():
    assert read(saved(Image.new("RGB", (1, 1)))).shape == (1, 1, 3)


def test_no_bytes_are_refused():
    with pytest.raises(pictures.PictureEmpty) as refusal:
        read(b"")
    assert refusal.value.code == "mood.picture_empty"


@pytest.mark.parametrize(
    "data", [b"hello", b"\0" * 5000, b"<!doctype html>", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF89a"]
)
def test_what_is_no_picture_is_refused(data):
    with pytest.raises(pictures.PictureUnreadable) as refusal:
        read(data)
    assert (refusal.value.code, refusal.value.field) == ("mood.picture_unreadable", "image")
    assert "JPEG" in (refusal.value.next_step or "")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF"])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_cut_off_picture_is_refused_or_read_but_never_breaks(kind, share):
    noise = np.random.default_rng(1).integers(0, 256, (200, 200, 3), dtype=np.uint8)
    data = saved(Image.fromarray(noise), kind)

    with pytest.raises(Invalid):
        read(data[: int(len(data) * share)])


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_picture_is_refused_or_read_but_never_breaks(seed):
    rng = np.random.default_rng(seed)
    kind = ["JPEG", "PNG", "WEBP", "GIF", "TIFF"][seed % 5]
    data = bytearray(saved(drawn((120, 90)), kind))
    for place in rng.integers(0, len(data), 12):
        data[place] = rng.integers(0, 256)

    with contextlib.suppress(Invalid):
        assert read(bytes(data)).ndim == 3


@pytest.mark.parametrize("size", [(50_000, 50_000), (9_000, 9_000), (12_000, 10_000), (2**31 - 1, 2**31 - 1)])
def test_a_bomb_is_refused_by_its_header_alone(size, monkeypatch):
    monkeypatch.setattr(pictures, "_decoded", lambda *_: pytest.fail("it was decoded"))

    with pytest.raises(TooLarge) as refusal:
        read(bomb(*size))
    assert refusal.value.code == "mood.picture_too_large"


def test_the_limit_is_the_callers():
    data = saved(drawn((40, 30)))

    assert read(data, largest_pixels=1200).shape == (30, 40, 3)
    with pytest.raises(TooLarge, match="40x30"):
        read(data, largest_pixels=1199)


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "HEIC"),
        (b"\0\0\0\x1cftypmif1\0\0\0\0mif1heix", "HEIC"),
        (b"\0\0\0\x1cftypavif\0\0\0\0avifmif1", "AVIF"),
        (b"\0\0\0\x18ftypisom\0\0\0\0isommp42", "video"),
        (b"%PDF-1.7\n", "PDF"),
        (b'<svg xmlns="http://www.w3.org/2000/svg">', "SVG"),
    ],
)
def test_formats_of_other_trades_are_named_and_told_what_to_do(head, name):
    with pytest.raises(Unsupported, match=name) as refusal:
        read(head + b"\0" * 100)
    assert refusal.value.code == "mood.picture_format"
    assert "JPEG" in (refusal.value.next_step or "")


def test_nothing_is_written_anywhere(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.NamedTemporaryFile", lambda *_, **__: pytest.fail("a temporary file was asked for"))

    for kind in ("JPEG", "PNG", "WEBP", "GIF", "TIFF"):
        read(saved(drawn(), kind))

    assert not list(tmp_path.iterdir())
