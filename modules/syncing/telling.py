"""What came of a reading, in sentences for a person."""

from collections.abc import Iterator
from typing import Final

from models.sync import AccountRead, LeftOut, ReadingState, SourceRead
from models.track import MOST_TRACKS
from modules.syncing.sources import SOURCES, summed

_TITLES: Final = {source.begins.mark: source.title for source in SOURCES}
_PAGED: Final = {source.begins.mark for source in SOURCES if source.paged}
_REASONS: Final = {
    "local": ("file of your own", "files of your own"),
    "episodes": ("episode of a podcast", "episodes of podcasts"),
    "gone": ("row that holds nothing any more", "rows that hold nothing any more"),
    "unplayable": ("song that Spotify no longer plays to you", "songs that Spotify no longer plays to you"),
}


def notes(reading: AccountRead) -> list[str]:
    out = LeftOut()
    told: list[str] = []
    for one in reading.sources:
        out = summed(out, one.left_out)
        told += _of(one, _TITLES[one.mark])
    if out.no_room:
        told.append(f"{out.no_room:,} tracks found no room: a list has at most {MOST_TRACKS:,}, yours first.")
    return [*told, *_left_out(out)]


def _of(one: SourceRead, title: str) -> Iterator[str]:
    if one.error is not None:
        yield f"{title}: not read to the end. {one.error.detail} {one.error.next_step or ''}".strip()
    elif one.state is ReadingState.DONE and one.mark in _PAGED and one.of is not None and one.read < one.of:
        yield f"{title}: the first {one.read:,} of {one.of:,}, the newest ones, were read."
    if one.moved:
        yield f"{title}: they changed while they were read, so nothing was taken off; the next reading does."


def _left_out(out: LeftOut) -> Iterator[str]:
    counted = [(getattr(out, name), words) for name, words in _REASONS.items()]
    listed = [f"{count:,} {words[count != 1]}" for count, words in counted if count]
    if listed:
        yield f"Left out: {', '.join(listed)}."
