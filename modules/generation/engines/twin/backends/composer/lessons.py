"""From prepared pieces to what is learned from, and what is held out to see whether it was learned."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from models.errors import Invalid
from modules.composing import corpus
from modules.composing.batches import Batch
from modules.composing.songs import Song
from modules.composing.tasks import Chances, Windows
from modules.generation.engines.twin.backends.backend import Lesson, Piece

WINDOW: Final = 8
EVENTS: Final = 1400
"""Of a batch."""
FEWEST_BARS: Final = 24
_ALONE: Final = 4
"""Fewer pieces are all learned from, but for their last bars."""
_HELD: Final = 0.15
_STYLELESS: Final = float("nan")
_LEARNING: Final = Chances(
    given=0.2, disturbed=0.2, drop_wishes=0.2, drop_wish=0.1, drop_latents=0.6, drop_latent=0.1, octave=0.0
)
"""Mostly without latents: what a producer does by themselves is to be in the weights, not in the latents."""
_JUDGED: Final = Chances(given=0, disturbed=0, drop_wishes=0, drop_wish=0, drop_latents=1, drop_latent=0, octave=0)


class TooLittle(Invalid):
    code = "twin.too_little"
    title = "Too little to learn from"


@dataclass(frozen=True)
class Lessons:
    """songs: all of them. learned, held: what of them is learned from, and what is not."""

    songs: list[Song]
    learned: list[Song]
    held: list[Song]

    def windows(self) -> Windows:
        return _windows(self.learned, _LEARNING)

    def judged(self, most: int = 3) -> list[Batch]:
        """Batches of held-out music, always the same."""
        return _windows(self.held, _JUDGED).batches(9, 0, EVENTS)[:most]


def lessons_of(lesson: Lesson) -> Lessons:
    """Raises TooLittle."""
    pieces = [piece for piece in lesson.pieces if piece.bars is not None]
    songs = [read(piece) for piece in pieces]
    bars = sum(len(song.bars) for song in songs)
    if bars < FEWEST_BARS:
        raise TooLittle(
            f"There are {bars} bars to learn from; {FEWEST_BARS} are the least.",
            field="uploads",
            next_step="Add more music, about a minute at least: whole pieces are best.",
        )
    learned, held = _split(pieces, songs)
    found = Lessons(songs, learned, held)
    if not len(found.windows().starts) or not len(_windows(held, _JUDGED).starts):
        raise TooLittle(
            f"No {WINDOW} bars in a row are full enough, and on the beat, to be learned from.",
            field="uploads",
            next_step="Add music with a steady beat that goes on for eight bars at least.",
        )
    return found


def read(piece: Piece) -> Song:
    """Its notes."""
    if piece.bars is None:
        raise TooLittle(f"No notes were heard in {piece.name}.", next_step="Leave it out.")
    return corpus.load(piece.bars).song(0)


def _split(pieces: Sequence[Piece], songs: Sequence[Song]) -> tuple[list[Song], list[Song]]:
    """Whole pieces are held out, chosen by their hashes; of a few pieces their last bars."""
    if len(songs) < _ALONE:
        cuts = [max(len(song.bars) - max(WINDOW, len(song.bars) // 5), 0) for song in songs]
        learned = [part(song, 0, cut) for song, cut in zip(songs, cuts, strict=True) if cut >= WINDOW]
        held = [part(song, cut, len(song.bars) - cut) for song, cut in zip(songs, cuts, strict=True)]
        return learned or list(songs), held
    order = sorted(range(len(songs)), key=lambda at: hashlib.sha256(pieces[at].sha256.encode()).digest())
    count = max(1, round(_HELD * len(songs)))
    chosen = set(order[:count])
    return [song for at, song in enumerate(songs) if at not in chosen], [songs[at] for at in sorted(chosen)]


def part(song: Song, start: int, bars: int) -> Song:
    """Some of its bars as a song."""
    where = slice(start, start + bars)
    rest = (song.shift[where], song.tempo[where], song.mode, song.crooked[where])
    return Song(song.name, song.style, song.bars.window(start, bars), *rest)


def _windows(songs: Sequence[Song], chances: Chances) -> Windows:
    windows = Windows(corpus.pack(list(songs)), WINDOW, chances)
    windows.controls = [one.changed(style=_STYLELESS) for one in windows.controls]
    return windows
