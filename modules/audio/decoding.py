"""Sound files in: `decode_audio` makes a clip of whatever somebody sent, damaged or not, or says why it cannot."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import av
import numpy as np

from models.errors import Unsupported
from modules.audio.clip import Check, Clip, Samples, never
from modules.audio.flac import NotWhole, whole_flac
from modules.audio.frames import ahead, form, together

Source = Path | bytes
MOST_DAMAGE: Final = 2000
"""Broken packets after which the rest of a file is given up."""
FORMATS: Final = "mp3,mov,wav,w64,flac,ogg,aac,aiff,caf,matroska"
"""The containers we open; playlists and other kinds that make a decoder open more files are none of them."""
RATES: Final = range(4_000, 384_001)
_MEAN: Final = np.float32(0.5**0.5)
"""Two channels are made one at equal power, each at 3 dB less; at this level it is their mean."""
_UNREADABLE = (av.error.FFmpegError, EOFError, OSError, ValueError)


class UnreadableAudio(Unsupported):
    code = "audio.unreadable"
    title = "Not a sound file we can read"


class NoAudio(Unsupported):
    code = "audio.no_audio"
    title = "There is no sound in it"


@dataclass(frozen=True)
class Decoded:
    """notes: what a person should know, such as damage that was skipped."""

    clip: Clip
    notes: list[str]


@dataclass(frozen=True)
class AudioFacts:
    """What a sound file is, found by decoding it all. format is the container's name, such as "mp3" or "wav"."""

    seconds: float
    rate: int
    channels: int
    format: str
    codec: str
    notes: list[str]


@dataclass
class _Reading:
    """What is learned while a file is read."""

    format: str = ""
    codec: str = ""
    rate: int = 0
    channels: int = 0
    frames: int = 0
    damaged: int = 0
    not_numbers: bool = False
    cut_at: float | None = None
    declared: float = 0.0

    def notes(self) -> list[str]:
        told = []
        if self.damaged:
            told.append(f"{self.damaged} damaged {'part was' if self.damaged == 1 else 'parts were'} skipped.")
        if self.not_numbers:
            told.append("Samples that are no numbers were made silent.")
        seconds = self.frames / max(self.rate, 1)
        if self.cut_at is None and seconds < 0.98 * self.declared - 0.25:
            told.append(f"The file ends early: {seconds:.1f} of {self.declared:.1f} seconds are there.")
        if self.cut_at is not None:
            told.append(f"Only the first {self.cut_at:g} seconds were used.")
        return told


def decode_audio(
    source: Source,
    rate: int | None = None,
    *,
    mono: bool = False,
    max_seconds: float | None = None,
    check: Check = never,
) -> Decoded:
    """Decode a file of any common kind to [frames, 1 or 2] at that rate (its own when None), within [-1, 1].

    A file that is damaged or cut off is decoded as far as it goes, and the notes say so.
    """
    target = _Target(rate, mono, max_seconds)
    try:
        reading = _Reading()
        blocks = list(_whole(source, reading, target, check))
    except NotWhole:
        reading = _Reading()
        blocks = list(_blocks(source, reading, target, check))
    samples = np.concatenate([block for block in blocks if len(block)])
    return Decoded(Clip(samples, reading.rate), reading.notes())


def inspect_audio(source: Source, *, max_seconds: float | None = None, check: Check = never) -> AudioFacts:
    """Decode it all without keeping it: how long it really is, whatever its header says."""
    reading = _Reading()
    for _ in _blocks(source, reading, _Target(None, False, max_seconds), check):
        pass
    seconds = reading.frames / reading.rate
    return AudioFacts(seconds, reading.rate, reading.channels, reading.format, reading.codec, reading.notes())


@dataclass(frozen=True)
class _Target:
    rate: int | None
    mono: bool
    max_seconds: float | None


def _whole(source: Source, reading: _Reading, target: _Target, check: Check) -> Iterator[Samples]:
    """The same as `_blocks` for a FLAC file that is whole; NotWhole may come after some blocks."""
    resampler = _Resampler(reading, target)
    for frame in ahead(whole_flac(source), 1):
        check()
        yield from resampler.push(frame)
        if reading.cut_at is not None:
            return
    yield from resampler.push(None)


def _blocks(source: Source, reading: _Reading, target: _Target, check: Check) -> Iterator[Samples]:
    """Blocks of samples, all with the same channels; raises where there is no sound at all."""
    with _opened(source) as container:
        stream = next((stream for stream in container.streams if stream.type == "audio"), None)
        if stream is None:
            raise NoAudio("The file holds no sound.", next_step="Send an mp3, m4a, wav, flac or ogg file.")
        reading.format = container.format.name
        if stream.codec_context is None:
            raise UnreadableAudio(
                "The sound is in a form we cannot decode.", next_step="Send an mp3, m4a, wav, flac or ogg file."
            )
        reading.codec = stream.codec_context.name
        reading.declared = float(stream.duration * stream.time_base) if stream.duration else 0.0
        resampler = _Resampler(reading, target)
        for frame in together(ahead(_frames(container, stream, reading))):
            check()
            yield from resampler.push(frame)
            if reading.cut_at is not None:
                break
        else:
            yield from resampler.push(None)
    if reading.frames == 0:
        raise NoAudio("No sound could be decoded from the file.", next_step="Export it again and send it whole.")


def _opened(source: Source) -> Any:
    file = io.BytesIO(source) if isinstance(source, bytes) else str(source)
    try:
        return av.open(file, metadata_errors="ignore", options={"format_whitelist": FORMATS})
    except _UNREADABLE:
        raise UnreadableAudio(
            "The content is not sound in a form we know.", next_step="Send an mp3, m4a, wav, flac or ogg file."
        ) from None


def _frames(container: Any, stream: Any, reading: _Reading) -> Iterator[Any]:
    """Every frame that decodes; a packet that does not is counted and skipped."""
    packets = container.demux(stream)
    while reading.damaged <= MOST_DAMAGE:
        try:
            packet = next(packets)
        except StopIteration:
            return
        except _UNREADABLE:
            reading.damaged += 1
            return
        try:
            yield from packet.decode()
        except _UNREADABLE:
            reading.damaged += 1


class _Resampler:
    """Frames of any format to float blocks of one format; formats may change in mid-file."""

    def __init__(self, reading: _Reading, target: _Target) -> None:
        self._reading, self._target = reading, target
        self._resampler: Any = None
        self._key: tuple[str, str, int] | None = None
        self._channels = 0
        self._level = np.float32(1)
        self._floats = False
        """Whether there may be samples that are no numbers."""

    def push(self, frame: Any) -> list[Samples]:
        """None asks for what is left inside."""
        if frame is None:
            return self._taken(self._resampler.resample(None)) if self._resampler else []
        left = []
        if form(frame) != self._key:
            left = self.push(None)
            self._open(frame)
            self._key = form(frame)
        return left + self._taken(self._resampler.resample(frame))

    def _open(self, frame: Any) -> None:
        reading, target = self._reading, self._target
        if frame.sample_rate not in RATES or not 1 <= frame.layout.nb_channels <= 16:
            raise UnreadableAudio(
                f"{frame.sample_rate} samples a second in {frame.layout.nb_channels} channels are not music.",
                next_step="Send mono or stereo at 44,100 or 48,000 samples a second.",
            )
        if not reading.rate:
            reading.rate = target.rate or frame.sample_rate
            self._channels = 1 if target.mono or frame.layout.nb_channels == 1 else 2
            reading.channels = self._channels
        self._floats = frame.format.name.startswith(("flt", "dbl"))
        layout = "mono" if self._channels == 1 else "stereo"
        self._level = _MEAN if self._channels < frame.layout.nb_channels and self._channels == 1 else np.float32(1)
        self._resampler = av.AudioResampler(format="flt", layout=layout, rate=reading.rate)

    def _taken(self, frames: list[Any]) -> list[Samples]:
        return [self._cleaned(frame.to_ndarray().reshape(-1, self._channels)) for frame in frames]

    def _cleaned(self, block: Samples) -> Samples:
        reading = self._reading
        if self._floats and not np.isfinite(block).all():
            reading.not_numbers = True
            np.nan_to_num(block, copy=False, nan=0.0, posinf=0.0, neginf=0.0)
        if self._level != 1:
            block *= self._level
        if self._target.max_seconds is not None:
            most = round(self._target.max_seconds * reading.rate) - reading.frames
            if len(block) > most or (most == 0 and reading.frames):
                block, reading.cut_at = block[:most], self._target.max_seconds
        reading.frames += len(block)
        return np.clip(block, -1.0, 1.0, out=block)
