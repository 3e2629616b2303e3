"""FLAC files that are whole, read by libsndfile: a third sooner than packet by packet."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import av
import soundfile

from modules.audio.frames import TOGETHER

_DEPTHS: Final = {"PCM_16": ("int16", "s16"), "PCM_24": ("int32", "s32")}
_LAYOUTS: Final = {1: "mono", 2: "stereo"}


class NotWhole(Exception):
    """Not FLAC, of another kind than most, damaged, or cut off: to be decoded packet by packet."""


def whole_flac(source: Path | bytes) -> Iterator[Any]:
    """Long frames; NotWhole may come after some of them."""
    try:
        if (source[:4] if isinstance(source, bytes) else _head(source)) != b"fLaC":
            raise NotWhole
        with soundfile.SoundFile(io.BytesIO(source) if isinstance(source, bytes) else source) as file:
            yield from _frames(file)
    except (soundfile.LibsndfileError, OSError) as error:
        raise NotWhole from error


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(4)


def _frames(file: Any) -> Iterator[Any]:
    if file.subtype not in _DEPTHS or file.channels not in _LAYOUTS or not file.frames:
        raise NotWhole
    (dtype, form), found = _DEPTHS[file.subtype], 0
    while len(block := file.read(TOGETHER, dtype=dtype, always_2d=True)):
        found += len(block)
        frame = av.AudioFrame.from_ndarray(block.reshape(1, -1), format=form, layout=_LAYOUTS[file.channels])
        frame.sample_rate = file.samplerate
        yield frame
    if found != file.frames:
        raise NotWhole
