"""Sound files out: the same sound gives the same bytes in every format, without dates and random numbers."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Final, Literal, Protocol

import av
import numpy as np
import soundfile

from models.errors import Invalid
from modules.audio.clip import Check, Clip, Samples, never
from modules.audio.ogg import fix_serial

Format = Literal["wav", "flac", "mp3", "ogg", "m4a"]
MEDIA_TYPES: Final[dict[str, str]] = {
    "wav": "audio/wav",
    "flac": "audio/flac",
    "mp3": "audio/mpeg",
    "ogg": "audio/ogg",
    "m4a": "audio/mp4",
}
CHUNK: Final = 16_384
"""Frames encoded between two looks at whether anybody still wants the file."""
_SOUNDFILE: Final = {"wav": ("WAV", "PCM_24"), "flac": ("FLAC", "PCM_24"), "ogg": ("OGG", "VORBIS")}
_LIBAV: Final = {"mp3": ("mp3", "libmp3lame", 192_000), "m4a": ("mp4", "aac", 192_000)}
_FLAC_LEVEL: Final = 0.375
"""Of 1: libFLAC's level 3. Higher ones save a percent and take twice as long."""
_VORBIS_QUALITY: Final = 0.4
"""How much is given away, of 1: about 160 kilobits a second in stereo."""
_BIT_EXACT: Final = {"fflags": "+bitexact"}


class UnknownFormat(Invalid):
    code = "audio.unknown_format"


class Sink(Protocol):
    """Where samples go, block by block."""

    def write(self, block: Samples) -> None: ...

    def close(self) -> None: ...


def encode(clip: Clip, path: Path, check: Check = never) -> None:
    """Write a file of the kind its name says. Nothing is left where check gives up."""
    encode_blocks(_chunks(clip.samples), clip.rate, clip.channels, path, check)


def encode_blocks(blocks: Iterable[Samples], rate: int, channels: int, path: Path, check: Check = never) -> None:
    """The same for sound that comes in blocks, [frames, channels] each."""
    sink = _opened(path, rate, channels)
    try:
        try:
            for chunk in _never_empty((chunk for block in blocks for chunk in _chunks(block)), channels):
                check()
                sink.write(np.clip(chunk, -1.0, 1.0))
        finally:
            sink.close()
        if path.suffix == ".ogg":
            fix_serial(path, check)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def transcode(source: Path, target: Path, check: Check = never) -> None:
    """A sound file of ours in another format, in little memory whatever its length."""
    with soundfile.SoundFile(source) as file:
        encode_blocks(_read(file), file.samplerate, file.channels, target, check)


def _read(file: Any) -> Iterator[Samples]:
    while len(block := file.read(CHUNK, dtype="float32", always_2d=True)):
        yield block


def _never_empty(chunks: Iterable[Samples], channels: int) -> Iterator[Samples]:
    """One silent frame where there is no sound at all, because some formats have no file without any."""
    empty = True
    for chunk in chunks:
        empty = False
        yield chunk
    if empty:
        yield np.zeros((1, channels), dtype=np.float32)


def _chunks(samples: Samples) -> Iterator[Samples]:
    for start in range(0, len(samples), CHUNK):
        yield samples[start : start + CHUNK]


def _opened(path: Path, rate: int, channels: int) -> Sink:
    kind = path.suffix.removeprefix(".")
    makers: dict[str, Callable[[], Sink]] = {
        **{known: lambda: _soundfile(path, rate, channels, kind) for known in _SOUNDFILE},
        **{known: lambda: _LibavSink(path, rate, channels, kind) for known in _LIBAV},
    }
    if kind not in makers:
        raise UnknownFormat(
            f"We do not write {kind!r} files.", field="format", next_step=f"Choose one of {', '.join(makers)}."
        )
    return makers[kind]()


def _soundfile(path: Path, rate: int, channels: int, kind: str) -> Any:
    container, subtype = _SOUNDFILE[kind]
    level = {"flac": _FLAC_LEVEL, "ogg": _VORBIS_QUALITY}.get(kind)
    return soundfile.SoundFile(path, "w", rate, channels, subtype=subtype, format=container, compression_level=level)


class _LibavSink:
    """Formats that only libav writes."""

    def __init__(self, path: Path, rate: int, channels: int, kind: str) -> None:
        container, codec, bit_rate = _LIBAV[kind]
        self._layout = "mono" if channels == 1 else "stereo"
        self._rate = rate
        self._container = av.open(str(path), "w", format=container, container_options=_BIT_EXACT)
        self._stream: Any = self._container.add_stream(codec, rate=rate, layout=self._layout, bit_rate=bit_rate)
        self._stream.codec_context.flags |= av.codec.context.Flags.bitexact
        self._frames = 0

    def write(self, block: Samples) -> None:
        packed = np.ascontiguousarray(block, dtype=np.float32).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(packed, format="flt", layout=self._layout)
        frame.sample_rate = self._rate
        frame.pts = self._frames
        self._frames += len(block)
        self._container.mux(self._stream.encode(frame))

    def close(self) -> None:
        try:
            self._container.mux(self._stream.encode(None))
        finally:
            self._container.close()
