"""Steps that turn the items a playlist has into those it should have: as few requests as needed, none done twice."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

AT_ONCE: Final = 100


@dataclass(frozen=True)
class Remove:
    """Every place of each of these."""

    uris: list[str]


@dataclass(frozen=True)
class Move:
    """`length` items from `start` to before the one that is at `before` now."""

    start: int
    before: int
    length: int


@dataclass(frozen=True)
class Add:
    uris: list[str]
    position: int


@dataclass(frozen=True)
class Replace:
    """These take the place of all."""

    uris: list[str]


Step = Remove | Move | Add | Replace


def steps(there: Sequence[str | None], wanted: Sequence[str]) -> list[Step]:
    """None where both are the same. A place with nothing in it any more can only be replaced with all the others."""
    if list(there) == list(wanted):
        return []
    anew = _anew(wanted)
    if None in there:
        return anew
    mended = _mended([one for one in there if one is not None], wanted, len(anew))
    return anew if mended is None else mended


def moves(there: Sequence[str | None], wanted: Sequence[str]) -> int:
    """How many moves bring what both have into the wanted order; a hundred stands for any more."""
    both = Counter(one for one in there if one is not None) & Counter(wanted)
    return len(_moved(_only(there, both), _only(wanted, both), AT_ONCE))


def _anew(wanted: Sequence[str]) -> list[Step]:
    return [Replace(list(wanted[:AT_ONCE])), *_added(wanted, range(AT_ONCE, len(wanted)))]


def _mended(there: list[str], wanted: Sequence[str], most: int) -> list[Step] | None:
    """None when it takes more than `most` requests."""
    due, found = Counter(wanted), Counter(there)
    gone = [one for one in found if found[one] > due[one]]
    left = Counter({one: count for one, count in found.items() if one not in set(gone)})
    removed: list[Step] = [Remove(gone[at : at + AT_ONCE]) for at in range(0, len(gone), AT_ONCE)]
    moved = _moved(_only(there, left), _only(wanted, left), most + 1 - len(removed))
    added = _added(wanted, missing(wanted, left))
    todo = [*removed, *moved, *added]
    return todo if len(todo) <= most else None


def _moved(there: list[str], order: list[str], most: int) -> list[Move]:
    """Both hold the same. From the front on, the longest row that fits is fetched; at most so many moves are told."""
    now, found = list(there), list[Move]()
    for place, wanted in enumerate(order):
        if now[place] == wanted:
            continue
        if len(found) >= most:
            break
        start, length = _longest(now, order, place)
        found.append(Move(start, place, length))
        row = now[start : start + length]
        now[start : start + length] = []
        now[place:place] = row
    return found


def _longest(now: list[str], order: list[str], place: int) -> tuple[int, int]:
    """Where the longest row begins that should stand from this place on, and how long it is."""
    best = (place, 0)
    for start in range(place + 1, len(now)):
        length = 0
        while start + length < len(now) and now[start + length] == order[place + length]:
            length += 1
        best = max(best, (start, length), key=lambda one: one[1])
    return best


def _added(wanted: Sequence[str], places: Iterable[int]) -> list[Add]:
    """Neighbours go together, a hundred at once; who comes before them is there already."""
    found: list[Add] = []
    for place in places:
        last = found[-1] if found else None
        if last and place == last.position + len(last.uris) and len(last.uris) < AT_ONCE:
            last.uris.append(wanted[place])
        else:
            found.append(Add([wanted[place]], place))
    return found


def _only(listed: Sequence[str | None], how_many: Counter[str]) -> list[str]:
    """In their order, the first so many of each."""
    left, found = Counter(how_many), list[str]()
    for one in listed:
        if one is not None and left[one] > 0:
            left[one] -= 1
            found.append(one)
    return found


def missing(wanted: Sequence[str | None], there: Mapping[str, int]) -> list[int]:
    """The places in `wanted` that the first so many of each do not take."""
    left, found = Counter(there), list[int]()
    for place, one in enumerate(wanted):
        if one is not None and left[one] > 0:
            left[one] -= 1
        else:
            found.append(place)
    return found
