"""The form of the old MusicLab: two tracks, handed on while they arrive, and a few words around them."""

import time
from collections.abc import Callable, Iterator
from typing import Final

from flask import request

from blueprints.json_body import fitted
from blueprints.multipart import Part, WrongPart, named_parts
from blueprints.uploads import AROUND, MULTIPART, NoLength, WrongContentType
from models.music_lab import OldBlend
from models.upload import Upload
from modules.music_lab.lab import LIMIT_BYTES, TrackTooLarge

TRACKS: Final = ("track1", "track2")
LONGEST_WORD: Final = 200
Receive = Callable[[str, Iterator[bytes]], Upload]


def given(receive: Receive) -> tuple[Upload, Upload, OldBlend]:
    """Both tracks, received, and what is wanted of them; parts we do not know are passed over."""
    _check_length()
    tracks: dict[str, Upload] = {}
    words: dict[str, str] = {}
    for part in named_parts(request):
        if part.name in tracks:
            raise WrongPart(f"There are two {part.name}.", field=part.name, next_step="Send one.")
        if part.name in TRACKS:
            tracks[part.name] = receive(part.file or part.name, part.chunks)
        else:
            words[part.name] = _word(part)
    for name in TRACKS:
        if name not in tracks:
            raise WrongPart(f"{name}: Field required", field=name, next_step=f"Send the file as the part {name}.")
    said = {name: word for name, word in words.items() if name in OldBlend.model_fields and word}
    return tracks["track1"], tracks["track2"], fitted(OldBlend, said)


def _word(part: Part) -> str:
    """As much of it as could mean something."""
    kept = b""
    for chunk in part.chunks:
        kept = (kept + chunk)[:LONGEST_WORD]
        time.sleep(0)  # a fast sender must not keep a web hub to itself
    return kept.decode("utf-8", "replace").strip()


def _check_length() -> None:
    """Refuse before a byte is read what says itself that it is too much."""
    if request.mimetype != MULTIPART:
        raise WrongContentType(
            f"A body of the type {request.mimetype or 'nothing'} holds no tracks.", next_step=f"Send {MULTIPART}."
        )
    if "Transfer-Encoding" in request.headers and "wsgi.input_terminated" not in request.environ:
        raise NoLength("The request does not say how long it is.", next_step="Send a Content-Length header.")
    most = len(TRACKS) * LIMIT_BYTES + AROUND
    if (request.content_length or 0) > most:
        raise TrackTooLarge("File too large")
    request.max_content_length = most
