"""Which of the files that were found music should be made like: the surest, and enough of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from models.track import Match, MatchLevel

ENOUGH: Final = 3
"""References that are a style: below that, others by the same artists join."""
MOST_NEIGHBOURS: Final = 8


@dataclass(frozen=True, slots=True)
class Chosen:
    """tracks: the tracks that this file was found for."""

    match: Match
    digest: str
    tracks: tuple[str, ...]


def choose(matches: Sequence[Match], most: int) -> list[Chosen]:
    """Each file once: the same songs; where they are few, the artists' others too; where none are, neighbours."""
    by_file: dict[str, list[Match]] = {}
    for match in sorted(matches, key=lambda one: -one.score):
        if match.file is not None and match.file.playable:
            by_file.setdefault(match.file.digest, []).append(match)
    chosen: list[Chosen] = []
    for levels in ({MatchLevel.EXACT, MatchLevel.VERSION}, {MatchLevel.ARTIST}, {MatchLevel.NEIGHBOUR}):
        if chosen and MatchLevel.NEIGHBOUR in levels:
            break
        mine = [found for found in by_file.values() if found[0].level in levels]
        room = most if MatchLevel.NEIGHBOUR not in levels else min(most, MOST_NEIGHBOURS)
        chosen += [_chosen(found) for found in mine][: max(room - len(chosen), 0)]
        if len(chosen) >= min(ENOUGH, most):
            break
    return chosen


def _chosen(found: Sequence[Match]) -> Chosen:
    first = found[0]
    digest = first.file.digest if first.file is not None else ""
    return Chosen(first, digest, tuple(named(one) for one in found))


def named(match: Match) -> str:
    """Artist - Title."""
    return " - ".join(part for part in (match.track.artist, match.track.name) if part)
