"""What a request about a mood brings, read into bounded memory: a picture goes nowhere else on its way in."""

import json
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from flask import current_app, request

from blueprints import json_body
from blueprints.multipart import WrongPart, parts
from blueprints.uploads import AROUND, MULTIPART, NoLength, WrongContentType
from models.errors import Invalid, TooLarge
from models.mood_requests import TEXT_LIMIT, MoodRequest

WORDS: Final = {"text": 4 * TEXT_LIMIT, "valence": 40, "arousal": 40, "confidence": 40, "source": 40}
"""The parts of the form besides the picture, and how many bytes each may have."""
NUMBERS: Final = {"valence", "arousal", "confidence"}
RAW: Final = ("image/", "application/octet-stream")
READ_BYTES: Final = 65_536


class PictureTooLarge(TooLarge):
    code = "mood.picture_too_large"
    title = "The picture is too large"


class PartTooLarge(TooLarge):
    code = "mood.part_too_large"


class NoPicture(Invalid):
    code = "mood.picture_missing"


class NotUtf8(Invalid):
    code = "mood.not_utf8"


class NothingGiven(Invalid):
    code = "mood.nothing_given"


@dataclass(frozen=True)
class Given:
    picture: bytes | None
    said: MoodRequest


def picture() -> bytes:
    """The picture of a form with the part "image" and nothing else, or the body itself."""
    if request.mimetype == MULTIPART:
        given = _form({"image"}, lambda: None)
        if given.picture is None:
            raise _missing()
        return given.picture
    if request.mimetype.startswith(RAW):
        _check_length()
        return _held(iter(lambda: request.stream.read(READ_BYTES), b""), _limit(), "body")
    raise WrongContentType(
        f"A body of the type {request.mimetype or 'nothing'} is no picture.",
        field="Content-Type",
        next_step=f"Send {MULTIPART} with the part 'image', or the picture itself as image/jpeg, image/png, ...",
    )


def given(permit: Callable[[], None]) -> Given:
    """A form, with a picture if `permit` allows it, or JSON. Raises NothingGiven, and what `permit` raises."""
    if request.mimetype == MULTIPART:
        found = _form({"image", *WORDS}, permit)
    elif request.is_json or not request.mimetype:
        found = Given(None, json_body.read(MoodRequest))
    else:
        raise WrongContentType(
            f"A body of the type {request.mimetype} says no mood.",
            field="Content-Type",
            next_step=f"Send JSON, or {MULTIPART} when a picture is among it.",
        )
    if found.picture is None and found.said.text is None and found.said.valence is None:
        raise NothingGiven(
            "There is neither a picture, nor text, nor valence and arousal.",
            next_step="Send at least one of them: image (in a form), text, or valence with arousal.",
        )
    return found


def _form(known: set[str], permit: Callable[[], None]) -> Given:
    _check_length()
    picture, words = None, dict[str, Any]()
    for name, chunks in parts(request):
        if name not in known or name in words or (name == "image" and picture is not None):
            raise WrongPart(
                f"The part {name[:100]!r} is not expected{' twice' if name in known else ''}.",
                field=name[:100],
                next_step=f"Send each of these once at most: {', '.join(sorted(known))}.",
            )
        if name == "image":
            permit()
            picture = _held(chunks, _limit(), name)
        else:
            words[name] = _word(name, _held(chunks, WORDS[name], name))
    return Given(picture, json_body.fitted(MoodRequest, words))


def _held(chunks: Iterable[bytes], limit: int, name: str) -> bytes:
    kept, left = [], limit
    for chunk in chunks:
        left -= len(chunk)
        if left < 0:
            raise _too_large(limit, name)
        kept.append(chunk)
        time.sleep(0)  # a fast sender must not keep a web hub to itself
    return b"".join(kept)


def _word(name: str, content: bytes) -> Any:
    try:
        text = content.decode()
    except UnicodeDecodeError:
        raise NotUtf8(f"The part {name} is not UTF-8.", field=name, next_step="Send the text as UTF-8.") from None
    if name in NUMBERS:
        return _number(text)
    json_body.check_storable({name: text})
    return text


def _number(text: str) -> Any:
    """As JSON would say it; what is no number stays text, and is refused by the schema."""
    try:
        found = json.loads(text)
    except ValueError:
        return text
    return found if isinstance(found, int | float) and not isinstance(found, bool) else text


def _check_length() -> None:
    """Refuse before a byte is read what says itself that it is too much."""
    if "Transfer-Encoding" in request.headers and "wsgi.input_terminated" not in request.environ:
        raise NoLength("The request does not say how long it is.", next_step="Send a Content-Length header.")
    whole = _limit() + WORDS["text"] + AROUND
    if (request.content_length or 0) > whole:
        raise _too_large(_limit(), "image")
    request.max_content_length = whole


def _limit() -> int:
    found: int = current_app.config["PICTURE_LIMIT"]
    return found


def _too_large(limit: int, name: str) -> TooLarge:
    if name in WORDS:
        return PartTooLarge(f"The part {name} may have {limit:,} bytes.", field=name, next_step="Send less.")
    return PictureTooLarge(
        f"A picture may have {limit:,} bytes.",
        field=name,
        next_step="Make it smaller: 1280 pixels wide as JPEG is more than enough to read a face.",
    )


def _missing() -> NoPicture:
    return NoPicture(
        "There is no picture in the request.", field="image", next_step="Send the picture as the part 'image'."
    )
