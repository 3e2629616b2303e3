"""A large file over a bad line: goes on where it stopped, and counts only when its checksum is right."""

import fcntl
import hashlib
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from typing import Any, BinaryIO, Final

from models.errors import Unavailable

CHUNK: Final = 1 << 20
TIMEOUT: Final = 30.0
PATIENCE: Final = 5
"""Broken connections in a row without a single new byte before we give up."""
ELSEWHERE: Final = "Behind a proxy set https_proxy; or fetch the file on another machine and put it here: {place}."
Tell = Callable[[int, int], None]
"""Takes how many bytes are there, and how many there will be."""


class FetchError(Unavailable):
    """It is not there; detail says why, next_step what to do."""

    code = "fetch.failed"
    title = "It could not be fetched"


class WrongContent(FetchError):
    code = "fetch.wrong_content"
    title = "It is not the file that is known"


class Refused(FetchError):
    code = "fetch.refused"
    title = "The server does not give the file"


class AlreadyFetching(FetchError):
    code = "fetch.already"
    title = "It is being fetched already"


@dataclass(frozen=True)
class Wanted:
    """An address, and what must come from it. token: sent to that address and to none that it leads to."""

    url: str
    sha256: str | None
    size: int | None = None
    token: str | None = field(default=None, repr=False)


def fetch(wanted: Wanted, target: Path, tell: Tell, pause: float = 2.0) -> Path:
    """The file at target; one that is there already and whole is not fetched again. Raises FetchError."""
    if target.exists() and is_whole(target, wanted):
        return target
    part = target.with_name(target.name + ".part")
    target.parent.mkdir(parents=True, exist_ok=True)
    with _alone(part):
        _complete(wanted, part, tell, pause)
    if not is_whole(part, wanted):
        found = digest(part)
        part.unlink()
        raise WrongContent(
            f"What came from {wanted.url} is not the file we know: its SHA-256 is {found}, not {wanted.sha256}. "
            "It was removed.",
            next_step="Run this again; if it stays like that, the file was renewed or somebody on the way changes it: "
            "look at the project's page.",
        )
    part.replace(target)
    return target


@contextmanager
def _alone(part: Path) -> Iterator[None]:
    """Raises AlreadyFetching while another process writes to the same file."""
    with part.open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyFetching(
                f"Somebody else is fetching {part.with_suffix('')} at this moment.",
                next_step="Wait until that is done, then run this again.",
            ) from None
        try:
            yield
        finally:
            if not _size(part):
                part.unlink(missing_ok=True)


def is_whole(path: Path, wanted: Wanted) -> bool:
    """Whether the file is the wanted one, as far as one can know."""
    if wanted.size is not None and path.stat().st_size != wanted.size:
        return False
    return wanted.sha256 is None or digest(path) == wanted.sha256


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _complete(wanted: Wanted, part: Path, tell: Tell, pause: float) -> None:
    failures = 0
    while failures < PATIENCE:
        before = _size(part)
        try:
            if _continued(wanted, part, tell):
                return
            why = "the connection ended early"
        except (OSError, HTTPException) as error:
            why = _why(error, wanted)
            if _nobody_there(error):
                break
        failures = 0 if _size(part) > before else failures + 1
        time.sleep(pause * failures)
    kept = f" {_size(part):,} bytes are kept in {part}." if _size(part) else ""
    raise FetchError(
        f"{wanted.url} cannot be reached: {why}.{kept}",
        next_step="Run this again when there is a network, and it goes on from there. "
        + ELSEWHERE.format(place=part.with_suffix("")),
    )


def _why(error: OSError | HTTPException, wanted: Wanted) -> str:
    """Raises Refused where asking again will not help."""
    if isinstance(error, urllib.error.HTTPError):
        error.close()
    if isinstance(error, urllib.error.HTTPError) and error.code < 500:
        step = "Accept its terms on the project's page and set HF_TOKEN." if error.code in {401, 403} else None
        raise Refused(
            f"{wanted.url} answers {error.code} {error.reason}.", next_step=step or "Is the address right?"
        ) from None
    return str(getattr(error, "reason", None) or error) or type(error).__name__


def _nobody_there(error: OSError | HTTPException) -> bool:
    """A name that nobody knows: this machine is offline, and stays so for the next seconds."""
    return isinstance(getattr(error, "reason", error), socket.gaierror)


def _continued(wanted: Wanted, part: Path, tell: Tell) -> bool:
    """One connection's worth; whether the file is complete now."""
    have = _size(part)
    if have and have == wanted.size:
        return True
    request = urllib.request.Request(wanted.url, headers={"Range": f"bytes={have}-"} if have else {})  # noqa: S310 - the address is ours or the operator's
    if wanted.token:
        request.add_unredirected_header("Authorization", f"Bearer {wanted.token}")
    try:
        answer = urllib.request.urlopen(request, timeout=TIMEOUT)  # noqa: S310 - the same
    except urllib.error.HTTPError as error:
        if error.code != 416:
            raise
        error.close()
        part.unlink()
        return False
    with answer:
        have, total = _placed(answer, have)
        with part.open("r+b" if have else "wb") as file:
            file.seek(have)
            file.truncate()
            return _copied(answer, file, have, wanted.size or total, tell)


def _placed(answer: Any, have: int) -> tuple[int, int | None]:
    """From where the answer goes, and how long the whole is: a server may send all of it again."""
    length = answer.headers.get("Content-Length")
    start = 0
    if answer.status == 206:
        start = int(answer.headers["Content-Range"].removeprefix("bytes ").split("-")[0])
        if start != have:
            raise HTTPException("the server sends another part than we asked for")
    return start, start + int(length) if length else None


def _copied(answer: Any, file: BinaryIO, have: int, total: int | None, tell: Tell) -> bool:
    while chunk := answer.read(CHUNK):
        file.write(chunk)
        have += len(chunk)
        if total is not None and have > total:
            raise WrongContent(
                f"{answer.url} sends more than the {total:,} bytes it should; nothing of it is used.",
                next_step="Look at the project's page: the file was renewed, or the address is another's.",
            )
        tell(have, total or have)
    return total is None or have == total


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
