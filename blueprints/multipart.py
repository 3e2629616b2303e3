"""The parts of a multipart body, handed on while they arrive: nothing is spooled, nothing is kept in memory."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.sansio.multipart import Data, Epilogue, Event, Field, File, MultipartDecoder, NeedData

from models.errors import Invalid

READ_BYTES = 65_536
MOST_BUFFERED = 1_000_000
"""Room for a preamble and the headers of a part; content passes through at once."""


class BadMultipart(Invalid):
    code = "request.bad_multipart"
    title = "The form data is not well-formed"


class WrongPart(Invalid):
    code = "request.wrong_part"
    title = "Not the parts that are expected"


@dataclass(frozen=True)
class FilePart:
    name: str
    chunks: Iterator[bytes]
    """To be read to the end: what is wrong with the rest of the body is told there."""


def file_part(request: Request, field: str) -> FilePart:
    """The part of that name, which must be the only one. Raises BadMultipart, WrongPart."""
    events = _events(request, field)
    for event in events:
        if isinstance(event, Field | File):
            _check(event, field)
            name = event.filename if isinstance(event, File) else ""
            return FilePart(name, _content(events, field))
    raise WrongPart("There is no file in the form.", field=field, next_step=f"Send the file as the part {field!r}.")


@dataclass(frozen=True)
class Part:
    """file: the name it has on the sender's disk, where it says so."""

    name: str
    file: str
    chunks: Iterator[bytes]


def parts(request: Request) -> Iterator[tuple[str, Iterator[bytes]]]:
    """The name and the content of one part after the other; take each content to its end before the next part.

    Raises BadMultipart.
    """
    yield from ((part.name, part.chunks) for part in named_parts(request))


def named_parts(request: Request) -> Iterator[Part]:
    """The same, with the names of the files."""
    events = _events(request, "body")
    begun = next((event for event in events if isinstance(event, Field | File)), None)
    while begun is not None:
        following: list[Field | File] = []
        file = begun.filename if isinstance(begun, File) else ""
        yield Part(str(begun.name), file or "", _until_next(events, following))
        begun = following[0] if following else None


def _until_next(events: Iterator[Event], following: list[Field | File]) -> Iterator[bytes]:
    """The content of this part; the head of the next one, if any, is left in `following`."""
    for event in events:
        if isinstance(event, Data):
            yield event.data
        elif isinstance(event, Field | File):
            following.append(event)
            return


def _content(events: Iterator[Event], field: str) -> Iterator[bytes]:
    for event in events:
        if isinstance(event, Data):
            yield event.data
        elif isinstance(event, Field | File):
            raise WrongPart(
                f"There is another part, {event.name!r}, behind the file.",
                field=str(event.name),
                next_step=f"Send one part, {field!r}, and nothing else.",
            )


def _check(event: Field | File, field: str) -> None:
    if event.name != field:
        raise WrongPart(
            f"There is no part {str(event.name)[:100]!r} here.",
            field=str(event.name)[:100],
            next_step=f"Send the file as the part {field!r}, and nothing else.",
        )


def _events(request: Request, about: str) -> Iterator[Event]:
    decoder = MultipartDecoder(request.mimetype_params.get("boundary", "").encode(), MOST_BUFFERED)
    event: Event = NeedData()
    while not isinstance(event, Epilogue):
        try:
            if isinstance(event, NeedData):
                decoder.receive_data(request.stream.read(READ_BYTES) or None)
            event = decoder.next_event()
        except (ValueError, RequestEntityTooLarge):
            raise BadMultipart(
                "The body is not complete multipart/form-data.",
                field=about,
                next_step="Send it again, whole, and let your client write the Content-Type with its boundary.",
            ) from None
        yield event
