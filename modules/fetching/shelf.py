"""`Shelf`, the folder where fetched weights lie: what is there, what is lacking, and how it gets there."""

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from fnmatch import fnmatch
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from models.errors import NotFound, StorageFull
from modules.fetching.download import Tell, Wanted, WrongContent, digest, fetch, is_whole
from modules.fetching.hub import ask, listed
from modules.fetching.manifest import File, Weights

ROOM: Final = 50_000_000
"""Bytes that stay free on the disk."""


class NotInFolder(NotFound):
    code = "weights.not_in_folder"
    title = "The folder does not have the file"


class NoRoom(StorageFull):
    code = "weights.no_room"
    title = "There is no room for the weights"


class Shelf:
    """Shelf(folder).fetch(weights, tell) puts every file into folder/<name of the weights>/."""

    def __init__(self, folder: Path, pause: float = 2.0) -> None:
        self.folder = folder
        self._pause = pause

    def place(self, weights: Weights, file: File) -> Path:
        return self.folder / weights.name / file.name

    def known(self, weights: Weights) -> Weights:
        """With all the files that are known of."""
        return listed(weights, self.folder)

    def lacking(self, weights: Weights) -> list[File]:
        """The files that are not there, or not as long as they should be; quick, so nothing is hashed."""
        return [file for file in self.known(weights).files if not self._is_there(self.place(weights, file), file)]

    def fetch(self, weights: Weights, tell: Tell, *, mirror: str | None = None, token: str | None = None) -> list[Path]:
        """Goes on where it stopped the last time. Raises FetchError, NoRoom, NoListing.

        mirror: an address under which the files lie by their names; their checksums must be the same all the same.
        token: for the hub only, wherever else the files come from.
        """

        def one(file: File, place: Path) -> Path:
            url = f"{mirror.rstrip('/')}/{file.name}" if mirror else file.url
            needed = token if urlsplit(url).hostname == "huggingface.co" else None
            return fetch(Wanted(url, file.sha256, file.size, needed), place, tell, self._pause)

        known = self.known(weights) if mirror else ask(weights, self.folder, token)
        return self._each(known, one)

    def take(self, weights: Weights, source: Path) -> list[Path]:
        """Copies the files from a folder where they lie already, each whole or not at all."""

        def one(file: File, place: Path) -> Path:
            found = next(
                (path for path in (source / file.name, source / weights.name / file.name) if path.is_file()), None
            )
            if found is None:
                raise NotInFolder(
                    f"There is no {file.name} in {source}.",
                    field="--from",
                    next_step=f"Name the folder that holds {file.name}, or leave --from away to fetch it.",
                )
            if not is_whole(found, wanted := Wanted(str(found), file.sha256, file.size)):
                raise WrongContent(
                    f"{found} is not the file we know: its SHA-256 is {digest(found)}, not {wanted.sha256}.",
                    field="--from",
                    next_step=f"It is damaged, or another one. The right one: {file.url}",
                )
            return _copy(found, place)

        return self._each(_in_folder(self.known(weights), source), one)

    def _each(self, weights: Weights, put: Callable[[File, Path], Path]) -> list[Path]:
        places = [(file, self.place(weights, file)) for file in weights.files]
        (self.folder / weights.name).mkdir(parents=True, exist_ok=True)
        missing = sum((file.size or 0) for file, place in places if not self._is_there(place, file))
        free = shutil.disk_usage(self.folder).free
        if missing and free < missing + ROOM:
            raise NoRoom(
                f"{missing / 1e6:,.0f} MB are needed in {self.folder}, and {free / 1e6:,.0f} MB are free.",
                next_step="Make room, or set MUSEAIKA_WEIGHTS to a folder on another disk.",
            )
        return [put(file, place) for file, place in places]

    @staticmethod
    def _is_there(place: Path, file: File) -> bool:
        return place.is_file() and file.size in {None, place.stat().st_size}


def _in_folder(weights: Weights, source: Path) -> Weights:
    """Where only the hub knows all the files and was not asked: whatever of them the folder has, unchecked."""
    if weights.hub is None or any(file.sha256 for file in weights.files):
        return weights
    names = sorted(str(path.relative_to(source)) for path in source.rglob("*") if path.is_file())
    more = [name for name in names if any(fnmatch(name, wish) for wish in weights.hub.wanted)]
    known = {file.name for file in weights.files}
    page = f"{weights.page}/resolve/main"
    found = tuple(File(name, f"{page}/{name}") for name in more if name not in known)
    return replace(weights, files=(*weights.files, *found))


def _copy(found: Path, place: Path) -> Path:
    if place.exists() and place.samefile(found):
        return place
    place.parent.mkdir(parents=True, exist_ok=True)
    apart = place.with_name(f"{place.name}.{os.getpid()}.new")
    try:
        shutil.copyfile(found, apart)
        apart.replace(place)
    finally:
        apart.unlink(missing_ok=True)
    return place
