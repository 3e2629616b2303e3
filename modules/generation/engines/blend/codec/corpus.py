"""`Corpus`, a folder of sound as latents: every file is encoded once and kept, some are held out."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from models.errors import Invalid
from modules.audio.decoding import decode_audio
from modules.generation.engines.blend.codec.blender import prepared
from modules.generation.engines.blend.codec.neural import RATE, Codec

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from modules.generation.engines.blend.codec.canvas import Floats

ENDINGS: Final = {".mp3", ".m4a", ".wav", ".flac", ".ogg"}
LONGEST: Final = 240.0
"""Seconds of a file that are used."""
HELD: Final = 10
"""Every tenth file is held out."""


class TooFewTracks(Invalid):
    code = "blend.too_few_tracks"
    title = "There is too little to learn from"


@dataclass(frozen=True, eq=False)
class Corpus:
    """learned, held: the latents of each track, [frames, latent]."""

    learned: list[Floats]
    held: list[Floats]

    def spread(self) -> tuple[Floats, Floats]:
        """[latent] mean and deviation of what is learned from."""
        every = np.concatenate(self.learned)
        return every.mean(axis=0), every.std(axis=0) + 1e-4


def encoded(folder: Path, codec: Codec, work: Path, least: int, tell: Callable[[int, int, str], None]) -> Corpus:
    """What is shorter than so many frames, or is no sound, is left out and told. Raises TooFewTracks."""
    files = sorted(path for path in folder.rglob("*") if path.suffix.lower() in ENDINGS)
    work.mkdir(parents=True, exist_ok=True)
    tracks = []
    for number, file in enumerate(files):
        tell(number, len(files), file.name)
        latents = _kept(file, codec, work)
        if latents is not None and len(latents) >= least:
            tracks.append(latents)
    if len(tracks) < 3:
        raise TooFewTracks(
            f"{len(tracks)} of the {len(files)} sound files in {folder} can be read and are long enough; 3 are needed.",
            next_step=f"Name a folder with {', '.join(sorted(ENDINGS))} files of {least * codec.shape.hop / RATE:.0f}"
            " seconds or more.",
        )
    last = len(tracks) - 1
    held = [track for number, track in enumerate(tracks) if (last - number) % HELD == 0][-max(len(tracks) // 3, 1) :]
    return Corpus([track for track in tracks if not any(track is one for one in held)], held)


def _kept(file: Path, codec: Codec, work: Path) -> Floats | None:
    """From the work folder where it has been encoded before; None where it is no sound."""
    stamp = f"{file.resolve()} {file.stat().st_size} {file.stat().st_mtime_ns} {codec.shape}"
    place = work / f"{hashlib.sha256(stamp.encode()).hexdigest()[:24]}.npy"
    if not place.exists():
        try:
            clip = decode_audio(file, RATE, mono=True, max_seconds=LONGEST).clip
        except Invalid:
            return None
        unfinished = place.with_suffix(".new")
        with unfinished.open("wb") as out:
            np.save(out, codec.encode(prepared(clip)).astype(np.float16))
        unfinished.replace(place)
    latents: Floats = np.load(place).astype(np.float32)
    return latents
