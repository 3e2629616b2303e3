"""`held`: bytes from outside on our disk, counted and capped while they arrive, and gone again afterwards."""

import hashlib
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from models.errors import Invalid, TooLarge
from modules.files.scratch import Scratch


class EmptyUpload(Invalid):
    code = "upload.empty"
    title = "The file is empty"


class UploadTooLarge(TooLarge):
    code = "upload.too_large"
    title = "The file is too large"


@dataclass(frozen=True)
class Held:
    path: Path
    size: int
    sha256: str


@contextmanager
def held(scratch: Scratch, chunks: Iterable[bytes], limit_bytes: int) -> Iterator[Held]:
    """Take the bytes in, and stop reading as soon as they are too many. The file lives as long as the block."""
    with scratch.file() as (handle, path):
        digest, size = hashlib.sha256(), 0
        for chunk in capped(chunks, limit_bytes):
            digest.update(chunk)
            size += len(chunk)
            handle.write(chunk)
        if not size:
            raise EmptyUpload("The file has no bytes.", field="file", next_step="Choose the file again, and send it.")
        handle.flush()
        yield Held(path, size, digest.hexdigest())


def capped(chunks: Iterable[bytes], limit_bytes: int) -> Iterator[bytes]:
    """Hand them on until they are too many. Raises UploadTooLarge."""
    left = limit_bytes
    for chunk in chunks:
        left -= len(chunk)
        if left < 0:
            raise too_large(limit_bytes)
        yield chunk
        time.sleep(0)  # a fast sender must not keep a web hub to itself


def too_large(limit_bytes: int) -> UploadTooLarge:
    return UploadTooLarge(
        f"A file may have {limit_bytes:,} bytes.",
        field="file",
        next_step="Send a shorter piece, or a compressed form such as .mp3 or .ogg.",
        limit_bytes=limit_bytes,
    )
