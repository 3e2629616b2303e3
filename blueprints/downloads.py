"""`send_file`: a stored file as an answer, with everything browsers and players ask of one."""

import unicodedata
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

from flask import Response, request
from werkzeug.exceptions import RequestedRangeNotSatisfiable

from blueprints.current import services
from modules.files.store import FileInfo, Files

SIGNED_SECONDS = 300
SHOWN = ("audio/", "image/")
"""Types a browser may show in place; others it saves, so that nothing of ours ever runs as a page."""


def send_file(files: Files, info: FileInfo, download_name: str) -> Response:
    """The file, a range of it, or word that the asker's copy is still good (RFC 9110).

    With `?redirect=1`, and where the storage has public addresses, the answer is a short-lived one of these.
    """
    if request.args.get("redirect") == "1" and request.method == "GET":
        url = services.offload(files.sign, info.key, SIGNED_SECONDS)
        if url is not None:
            return _redirected(url)
    answer = Response(content_type=info.media_type or "application/octet-stream")
    _describe(answer, info, download_name)
    if _unchanged(info):
        answer.status_code = 304
        return answer
    start, stop = _span(answer, info)
    answer.content_length = stop - start
    if request.method != "HEAD":
        chunks = services.offload(files.read, info.key, start, stop)
        answer.response = _streamed(chunks, services.offload)
    return answer


def _redirected(url: str) -> Response:
    return Response(status=302, headers={"Location": url, "Cache-Control": "no-store"})


def _describe(answer: Response, info: FileInfo, download_name: str) -> None:
    answer.headers["ETag"] = _quoted(info)
    answer.last_modified = info.modified
    answer.headers["Accept-Ranges"] = "bytes"
    answer.headers["Cache-Control"] = "private, no-cache"
    disposition = "inline" if info.media_type.startswith(SHOWN) else "attachment"
    answer.headers.set("Content-Disposition", disposition, **_names(download_name))


def _names(name: str) -> dict[str, str]:
    """The name for all clients and, where it is more than ASCII, the real one for those that know RFC 5987."""
    plain = "".join(sign for sign in name if unicodedata.category(sign)[0] != "C") or "file"
    simple = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    if simple == plain:
        return {"filename": plain}
    return {"filename": simple or "file", "filename*": f"UTF-8''{quote(plain, safe='')}"}


def _unchanged(info: FileInfo) -> bool:
    """The asker has this version already."""
    if "If-None-Match" in request.headers:
        return request.if_none_match.contains_weak(info.etag)
    since = request.if_modified_since
    return since is not None and info.modified.replace(microsecond=0) <= since


def _span(answer: Response, info: FileInfo) -> tuple[int, int]:
    """Which bytes to send. Ranges we do not understand, and several at once, are answered with the whole file."""
    ranges = request.range
    if request.method != "GET" or ranges is None or ranges.units != "bytes" or len(ranges.ranges) != 1:
        return 0, info.size
    if not _same_as_before(info):
        return 0, info.size
    start, stop = ranges.ranges[0]
    start = start if start >= 0 else max(info.size + start, 0)
    stop = info.size if stop is None else min(stop, info.size)
    if start >= stop:
        raise RequestedRangeNotSatisfiable(length=info.size)
    answer.status_code = 206
    answer.headers["Content-Range"] = f"bytes {start}-{stop - 1}/{info.size}"
    return start, stop


def _same_as_before(info: FileInfo) -> bool:
    """If-Range: a player that continues must not glue two versions together."""
    known = request.if_range
    if known.date is not None:
        return info.modified.replace(microsecond=0) == known.date
    return known.etag is None or known.etag == info.etag


def _quoted(info: FileInfo) -> str:
    return f'"{info.etag}"'


def _streamed(chunks: Iterator[bytes], offload: Callable[..., Any]) -> Iterator[bytes]:
    """Each step waits for a disk or a network, and so leaves the thread of the request alone."""
    while chunk := offload(next, chunks, b""):
        yield chunk
