"""Whether a file holds a run of bytes of another one: as it is, or as base64."""

import base64
from collections.abc import Iterable
from pathlib import Path

import numpy as np

RUN = 32
WORD = 8
VARIED = 6
"""Different bytes in a word that is worth a closer look: zeros and plain surfaces are everywhere."""


class Runs:
    """Finds runs of 32 bytes of any of the files or of their pixels; both should be mostly random."""

    def __init__(self, files: Iterable[bytes], pixels: Iterable[bytes]) -> None:
        self._secrets = [*files, *pixels]
        self._secrets += [base64.b64encode(secret[skipped:]) for secret in files for skipped in range(3)]
        self._words = np.unique(np.concatenate([_words(secret, 1) for secret in self._secrets]))

    def in_bytes(self, content: bytes) -> bytes | None:
        """A run of 32 has three whole words of eight in it, wherever it begins."""
        words = _words(content, WORD)
        nearest = self._words[np.minimum(np.searchsorted(self._words, words), len(self._words) - 1)]
        for place in np.flatnonzero(nearest == words) * WORD:
            if len(set(content[place : place + WORD])) < VARIED:
                continue
            for begin in range(max(place - RUN + WORD, 0), place + 1):
                run = content[begin : begin + RUN]
                if len(run) == RUN and any(run in secret for secret in self._secrets):
                    return run
        return None

    def in_files(self, folders: Iterable[Path]) -> dict[Path, bytes]:
        files = (path for folder in folders for path in folder.rglob("*") if path.is_file())
        return {path: run for path in files if (run := self.in_bytes(path.read_bytes())) is not None}


def _words(content: bytes, step: int) -> np.ndarray:
    """All words of eight bytes that begin every `step` bytes."""
    last = len(content) - WORD
    if last < 0:
        return np.empty(0, np.uint64)
    shifts = range(0, min(WORD, last + 1), step)
    return np.concatenate([np.frombuffer(content, np.uint64, (last - shift) // WORD + 1, shift) for shift in shifts])
