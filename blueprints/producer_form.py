"""The form of the old producer page: sound files, handed on while they arrive, and a few words around them."""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from flask import request

from blueprints.json_body import fitted
from blueprints.multipart import BadMultipart, Part, WrongPart, named_parts
from blueprints.producer_body import PASSWORD, check_password, password_in_header
from blueprints.uploads import AROUND, MULTIPART, NoLength, WrongContentType
from models.errors import Invalid, TooLarge
from models.producer import OldTrain
from models.twin import Skipped
from models.upload import Upload
from modules.twins.twins import check_count

FILES: Final = frozenset({"file", "files", "file[]", "files[]"})
MOST_BYTES: Final = 500_000_000
LONGEST_WORD: Final = 100_000
Receive = Callable[[str, Iterator[bytes]], Upload]


class FormTooLarge(TooLarge):
    code = "producer.form_too_large"


@dataclass(frozen=True)
class Given:
    """files: in the order of the form; those that could not be read too, so that what is said of others fits them."""

    files: list[Upload | Skipped]
    wanted: OldTrain


def given(receive: Receive) -> Given:
    """The files, received, and what is wanted of them. A password in the header is looked at before anything else."""
    header = password_in_header()
    check_password(header)
    _check_length()
    files: list[Upload | Skipped] = []
    words: dict[str, str] = {}
    for part in named_parts(request):
        if part.name in FILES:
            check_count(len(files) + 1, "file")
            files.append(_received(part, receive))
        else:
            words[part.name] = _word(part)
    check_password(header if header is not None else words.get(PASSWORD), wanted=True)
    if not files:
        raise WrongPart("file: Field required", field="file")
    return Given(files, fitted(OldTrain, {name: _read(word) for name, word in words.items()}))


def _received(part: Part, receive: Receive) -> Upload | Skipped:
    """A file that is broken is named, and the others are taken."""
    name = part.file or part.name
    try:
        return receive(name, part.chunks)
    except BadMultipart:
        raise
    except Invalid as refusal:
        for _ in part.chunks:
            time.sleep(0)  # a fast sender must not keep a web hub to itself
        return Skipped(name=name[:200], why=refusal.detail)


def _read(word: str) -> Any:
    """Lists are JSON inside a form."""
    try:
        return json.loads(word) if word[:1] in {"[", "{"} else word
    except ValueError:
        return word


def _word(part: Part) -> str:
    """As much of it as could mean something."""
    kept = b""
    for chunk in part.chunks:
        kept = (kept + chunk)[:LONGEST_WORD]
        time.sleep(0)  # a fast sender must not keep a web hub to itself
    return kept.decode("utf-8", "replace").replace("\0", "")


def _check_length() -> None:
    """Refuse before a byte is read what says itself that it is too much."""
    if request.mimetype != MULTIPART:
        raise WrongContentType(f"A body of the type {request.mimetype or 'nothing'} is no form: send {MULTIPART}.")
    if "Transfer-Encoding" in request.headers and "wsgi.input_terminated" not in request.environ:
        raise NoLength("The request does not say how long it is: send a Content-Length header.")
    if (request.content_length or 0) > MOST_BYTES + AROUND:
        raise FormTooLarge(f"A form may have {MOST_BYTES:,} bytes.")
    request.max_content_length = MOST_BYTES + AROUND
