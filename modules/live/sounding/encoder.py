"""Sound as it comes, encoded as it comes: a file without an end, in pieces."""

from fractions import Fraction
from typing import Any, Final, Literal

import av
import numpy as np

from modules.audio.clip import RATE, Samples

StreamFormat = Literal["opus", "mp3"]
MEDIA_TYPES: Final[dict[StreamFormat, str]] = {"opus": "audio/ogg; codecs=opus", "mp3": "audio/mpeg"}
_OPUS_RATE: Final = 48_000
_MADE: Final[dict[StreamFormat, tuple[str, str, int, int, dict[str, str]]]] = {
    "opus": ("ogg", "libopus", _OPUS_RATE, 112_000, {"page_duration": "250000"}),
    "mp3": ("mp3", "libmp3lame", RATE, 160_000, {"write_xing": "0", "id3v2_version": "0"}),
}
"""Container, codec, frames and bits a second, and what the container is told."""


class _Outlet:
    """A file that is read while it is written."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._pieces.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        taken, self._pieces = b"".join(self._pieces), []
        return taken


class Encoder:
    def __init__(self, kind: StreamFormat) -> None:
        container, codec, rate, bits, options = _MADE[kind]
        self._outlet = _Outlet()
        options = {"fflags": "+bitexact+flush_packets", **options}
        self._container: Any = av.open(self._outlet, "w", format=container, container_options=options, buffer_size=4096)
        self._stream: Any = self._container.add_stream(codec, rate=rate, layout="stereo", bit_rate=bits)
        self._resampler = av.AudioResampler("fltp" if kind == "mp3" else "flt", "stereo", rate)
        self._frames = 0

    def encode(self, samples: Samples) -> bytes:
        """What there is of the file so far that was not given before."""
        packed = np.ascontiguousarray(samples, dtype=np.float32).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(packed, format="flt", layout="stereo")
        frame.sample_rate, frame.pts, frame.time_base = RATE, self._frames, Fraction(1, RATE)
        self._frames += len(samples)
        for resampled in self._resampler.resample(frame):
            self._take(resampled)
        return self._outlet.taken()

    def close(self) -> bytes:
        """The rest of it."""
        for resampled in self._resampler.resample(None):
            self._take(resampled)
        self._container.mux(self._stream.encode(None))
        self._container.close()
        return self._outlet.taken()

    def _take(self, frame: Any) -> None:
        self._container.mux(self._stream.encode(frame))
