"""Files in a bucket of S3 or anything that speaks like it (MinIO, Garage, R2).

Every call waits for the network inside a library that knows no green threads: a web process with a hub runs them,
and each step of a `read` too, on a native thread.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Any

import obstore
from obstore.exceptions import BaseError
from obstore.store import S3Store

from modules.files.keys import safe_folder, safe_key
from modules.files.store import AWAY, LATER, FileInfo, FileMissing, StorageAway
from modules.files.tally import Tally

PIECE = 1024 * 1024
"""Reads are requests of this size, so that no slow listener runs into a time limit of the storage."""


class S3Files:
    """Without an endpoint it is AWS; without keys, the machine's own role is used."""

    def __init__(
        self,
        bucket: str,
        *,
        endpoint: str | None = None,
        region: str = "us-east-1",
        access_key: str | None = None,
        secret_key: str | None = None,
    ) -> None:
        chosen = {"endpoint": endpoint, "access_key_id": access_key, "secret_access_key": secret_key}
        self._store: Any = S3Store(
            bucket,
            region=region,
            virtual_hosted_style_request=endpoint is None,
            client_options={"allow_http": (endpoint or "").startswith("http://"), "timeout": timedelta(seconds=60)},
            retry_config={"max_retries": 3, "retry_timeout": timedelta(seconds=10)},
            **{name: value for name, value in chosen.items() if value is not None},  # type: ignore[arg-type]  # a TypedDict
        )
        self._tally = Tally(self._measure, at_least=60.0)

    def put(self, key: str, chunks: Iterable[bytes], media_type: str) -> FileInfo:
        with self._asked():
            obstore.put(
                self._store, safe_key(key), iter(chunks), attributes={"Content-Type": media_type}, max_concurrency=4
            )
        info = self.info(key)
        self._tally.add(info.size)
        return info

    def info(self, key: str) -> FileInfo:
        with self._asked(key):
            found = obstore.get(self._store, safe_key(key), options={"head": True})
        return _described(found.meta, found.attributes.get("Content-Type", ""))

    def read(self, key: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        info = self.info(key)
        return self._pieces(info, max(start, 0), info.size if end is None else min(end, info.size))

    def list(self, prefix: str) -> Iterator[FileInfo]:
        with self._asked():
            for batch in obstore.list(self._store, safe_folder(prefix) or None, chunk_size=1000):
                yield from (_described(meta, "") for meta in batch)

    def delete(self, prefix: str) -> int:
        found = tuple(self.list(prefix) if prefix.endswith("/") else self._present(prefix))
        with self._asked():
            if found:
                obstore.delete(self._store, [info.key for info in found])
        self._tally.add(-sum(info.size for info in found))
        return len(found)

    def sign(self, key: str, seconds: int) -> str | None:
        with self._asked():
            return obstore.sign(self._store, "GET", safe_key(key), timedelta(seconds=seconds))

    def used(self) -> int:
        return self._tally.total()

    def ping(self) -> None:
        with self._asked():
            next(iter(obstore.list(self._store, chunk_size=1)), None)

    def _pieces(self, info: FileInfo, start: int, end: int) -> Iterator[bytes]:
        """The version that `info` saw, and no other."""
        while start < end:
            stop = min(start + PIECE, end)
            with self._asked(info.key):
                found = obstore.get(
                    self._store, info.key, options={"range": (start, stop), "if_match": f'"{info.etag}"'}
                )
                piece = bytes(found.bytes())
            yield piece
            start = stop

    def _present(self, key: str) -> Iterator[FileInfo]:
        with suppress(FileMissing):
            yield self.info(key)

    def _measure(self) -> int:
        return sum(info.size for info in self.list(""))

    @contextmanager
    def _asked(self, key: str | None = None) -> Iterator[None]:
        """With a key, what is not found is that file; without, it is the bucket."""
        try:
            yield
        except FileNotFoundError as error:
            if key is not None:
                raise FileMissing(f"There is no file {key}.") from None
            raise StorageAway(AWAY, next_step=LATER) from error
        except (BaseError, PermissionError) as error:
            raise StorageAway(AWAY, next_step=LATER) from error


def _described(meta: Any, media_type: str) -> FileInfo:
    return FileInfo(meta["path"], meta["size"], media_type, meta["last_modified"], (meta["e_tag"] or "").strip('"'))
