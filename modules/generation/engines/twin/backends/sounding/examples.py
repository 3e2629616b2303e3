"""From prepared pieces to the sounds that are learned from, and those held out to see whether it was learned."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from modules.audio.clip import Check, Clip
from modules.audio.decoding import decode_audio
from modules.generation.engines.twin.backends.backend import Lesson, Piece, Segment
from modules.generation.engines.twin.backends.composer.lessons import TooLittle

FEWEST_SECONDS: Final = 20.0
WINDOW: Final = 15.0
"""Seconds of one example; whole files that were not cut before are cut here."""
_SHORTEST: Final = 1.0
_ALONE: Final = 4
_HELD: Final = 0.15


@dataclass(frozen=True)
class Take:
    """A stretch of a segment. words: its tags. name: of the piece it is from."""

    name: str
    segment: Segment
    start: float
    seconds: float
    words: str

    def clip(self, rate: int, check: Check) -> Clip:
        """In one channel at that rate."""
        sound = decode_audio(self.segment.audio, rate, mono=True, check=check).clip.samples
        first = round(self.start * rate)
        return Clip(sound[first : first + round(self.seconds * rate)], rate)


@dataclass(frozen=True)
class Takes:
    learned: list[Take]
    held: list[Take]


def takes_of(lesson: Lesson) -> Takes:
    """Raises TooLittle."""
    pieces = [piece for piece in lesson.pieces if piece.segments]
    cut = [list(_cut(piece)) for piece in pieces]
    seconds = sum(take.seconds for some in cut for take in some)
    count = sum(map(len, cut))
    if seconds < FEWEST_SECONDS or count < 2:
        raise TooLittle(
            f"There are {seconds:.0f} s of sound to learn from; {FEWEST_SECONDS:.0f} s in two segments are the least.",
            field="uploads",
            next_step="Add sound files (this backend cannot learn from MIDI): whole pieces are best.",
        )
    return _split(pieces, cut)


def _cut(piece: Piece) -> Iterator[Take]:
    for segment in piece.segments:
        words = segment.text.read_text("utf-8").strip() if segment.text.is_file() else piece.tags
        start = 0.0
        while start == 0.0 or segment.seconds - start >= _SHORTEST:
            yield Take(piece.name, segment, start, min(WINDOW, segment.seconds - start), words or piece.tags)
            start += WINDOW


def _split(pieces: Sequence[Piece], cut: Sequence[list[Take]]) -> Takes:
    """Whole pieces are held out, chosen by their hashes; of a few pieces their last segments."""
    if len(pieces) >= _ALONE:
        order = sorted(range(len(pieces)), key=lambda at: hashlib.sha256(pieces[at].sha256.encode()).digest())
        chosen = set(order[: max(1, round(_HELD * len(pieces)))])
        learned = [take for at, some in enumerate(cut) if at not in chosen for take in some]
        return Takes(learned, [take for at in sorted(chosen) for take in cut[at]])
    ends = [max(1, round(_HELD * len(some))) if len(some) > 1 else 0 for some in cut]
    learned = [take for some, end in zip(cut, ends, strict=True) for take in some[: len(some) - end]]
    held = [take for some, end in zip(cut, ends, strict=True) for take in some[len(some) - end :]]
    return Takes(learned, held) if held else Takes(learned[:-1], learned[-1:])
