"""Turns the bytes of a picture into an upright RGB array, in memory alone; what is none is refused before decoding."""

import io
import struct
import zlib
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError
from PIL.BmpImagePlugin import BmpImageFile
from PIL.GifImagePlugin import GifImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.TiffImagePlugin import TiffImageFile
from PIL.WebPImagePlugin import WebPImageFile

from models.errors import Invalid, TooLarge, Unsupported

Picture = NDArray[np.uint8]
"""Height, width and red-green-blue."""

READERS: Final = (JpegImageFile, PngImageFile, WebPImageFile, GifImageFile, BmpImageFile, TiffImageFile)
FORMATS: Final = tuple(str(reader.format) for reader in READERS)
LARGEST_SIDE: Final = 1600
"""Larger pictures come back this large: enough for every face, and quicker."""
_ORIENTATION: Final = 0x0112
_UPRIGHT: Final = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_BROKEN: Final = (OSError, SyntaxError, ValueError, EOFError, OverflowError, IndexError, TypeError, KeyError)
"""What Pillow's readers raise on damaged files."""
_DAMAGED: Final = (*_BROKEN, struct.error, zlib.error)
_ELSEWHERE: Final = {b"%PDF": "PDF", b"<svg": "SVG", b"<?xm": "SVG", b"\x1aE\xdf\xa3": "video", b"\0\0\1\0": "icon"}
_BRANDS: Final = {
    "AVIF": (b"avif", b"avis"),
    "HEIC": (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"),
}
_USE: Final = "Send a JPEG, PNG or WebP picture."


class PictureEmpty(Invalid):
    code = "mood.picture_empty"
    title = "The picture is empty"


class PictureUnreadable(Invalid):
    code = "mood.picture_unreadable"
    title = "The picture cannot be read"


class PictureTooLarge(TooLarge):
    code = "mood.picture_too_large"
    title = "The picture has too many pixels"


class PictureFormat(Unsupported):
    code = "mood.picture_format"
    title = "This kind of picture is not supported"


def opened(data: bytes, *, largest_pixels: int, largest_side: int = LARGEST_SIDE) -> Picture:
    """The picture as people see it: turned as its camera said, on white where it is transparent, its first frame where
    it moves. Raises PictureEmpty, PictureFormat, PictureTooLarge and PictureUnreadable.
    """
    if not data:
        raise PictureEmpty("The picture has no bytes.", field="image", next_step=_USE)
    _refuse_other_formats(data)
    with _recognised(data) as image:
        width, height = image.size
        if width * height > largest_pixels:
            raise _too_large(f"The picture has {width}x{height} pixels", largest_pixels)
        try:
            return _decoded(image, largest_side)
        except _DAMAGED as error:
            raise PictureUnreadable(
                "The picture is damaged or cut off: it could not be decoded to its end.",
                field="image",
                next_step="Send it again, whole; if it fails again, save it anew as JPEG or PNG.",
            ) from error


def _recognised(data: bytes) -> Image.Image:
    """The picture with only its header read."""
    try:
        return Image.open(io.BytesIO(data), formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_large("The picture claims an enormous number of pixels", None) from error
    except (UnidentifiedImageError, *_DAMAGED) as error:
        raise PictureUnreadable("This is no picture that we can read.", field="image", next_step=_USE) from error


def _refuse_other_formats(data: bytes) -> None:
    kind = _ELSEWHERE.get(data[:4].lower()) or _ELSEWHERE.get(data[:4])
    if data[4:8] == b"ftyp":
        brands = [data[8:12], *(data[place : place + 4] for place in range(16, min(len(data), 64), 4))]
        kind = next((name for name, codes in _BRANDS.items() if any(code in brands for code in codes)), "video")
    if kind is not None:
        raise PictureFormat(
            f"{kind} files are not supported.",
            field="image",
            next_step="Save it as JPEG and send that; a phone's camera settings call this 'most compatible'.",
            supported=["JPEG", "PNG", "WebP", "GIF", "BMP", "TIFF"],
        )


def _too_large(detail: str, most: int | None) -> PictureTooLarge:
    limit = f"; at most {most:,} are accepted" if most else ""
    return PictureTooLarge(
        f"{detail}{limit}.", field="image", next_step="Make it smaller: 1280x720 is more than enough for a face."
    )


def _decoded(image: Image.Image, largest_side: int) -> Picture:
    turn = _UPRIGHT.get(_orientation(image))
    if image.format in {"JPEG", "MPO"} and image.mode == "RGB":
        scale = min(largest_side / max(image.size), 1.0)  # whatever is no smaller than this may be decoded
        image.draft("RGB", (int(image.width * scale), int(image.height * scale)))
    image.load()
    plain = _plain(image)
    plain.thumbnail((largest_side, largest_side), Image.Resampling.BILINEAR, reducing_gap=2.0)
    if plain.mode == "RGBA":
        plain = Image.alpha_composite(Image.new("RGBA", plain.size, "white"), plain).convert("RGB")
    if turn is not None:
        plain = plain.transpose(turn)
    return np.array(plain, np.uint8)


def _orientation(image: Image.Image) -> int:
    """How the camera was held, 1 for upright; a damaged note about it counts as none."""
    try:
        return int(image.getexif().get(_ORIENTATION, 1))
    except _DAMAGED:
        return 1


def _plain(image: Image.Image) -> Image.Image:
    """8 bits of red, green and blue, and of alpha where the picture has any."""
    if image.mode.startswith(("I", "F")):
        return Image.fromarray(_eight_bits(np.asarray(image))).convert("RGB")
    if image.mode in {"RGBA", "LA", "PA", "RGBa", "La"} or "transparency" in image.info:
        return image.convert("RGBA")
    return image.convert("RGB")


def _eight_bits(values: NDArray[Any]) -> NDArray[np.uint8]:
    """Of 16 bits the upper ones; else the scale follows from the largest value: 1 (floating point), 8 or 16 bits."""
    if values.dtype == np.uint16:
        return (values >> 8).astype(np.uint8)
    numbers = np.nan_to_num(values.astype(np.float32))
    top = max(float(numbers.max()), 0.0)
    white = next((each for each in (1.0, 255.0, 65535.0) if top <= each), top)
    return np.clip(numbers * (255.0 / white), 0, 255).astype(np.uint8)
