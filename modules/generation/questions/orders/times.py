"""Wishes about time: faster, slower, longer, shorter, or so many beats, seconds or bars."""

from typing import Any, Final

from modules.generation.questions.answers.saying import number
from modules.generation.questions.orders.draft import Draft, Impossible
from modules.generation.questions.wishes import Wish

_FASTER: Final = 1.15
_LONGEST, _SHORTEST = 900.0, 2.0
"""Seconds that can be composed."""


def paced(draft: Draft, wish: Wish) -> str:
    """Faster or slower by about a seventh."""
    bpm = draft.reading.get("result/bpm")
    if bpm is None:
        raise Impossible("Its record does not know the tempo, so there is nothing to reckon from.")
    factor = _FASTER**wish.amount
    return _at(draft, bpm, bpm * factor if wish.kind == "faster" else bpm / factor)


def at_tempo(draft: Draft, wish: Wish) -> str:
    bpm = draft.reading.get("result/bpm")
    return _at(draft, bpm, float(wish.value or 0.0))


def _at(draft: Draft, before: float | None, wanted: float) -> str:
    draft.need("bpm", "the tempo")
    low, high = draft.bounds("bpm")
    new = float(min(max(round(wanted), low), high))
    if before is not None and abs(new - before) < 0.5:
        raise Impossible(
            f"It goes at {number(before)} already, and {number(low)} to {number(high)} is what can be had."
        )
    limit = f" Further than {number(new)} it cannot go." if new != round(wanted) else ""
    if draft.brief.seconds and draft.options.get("bars"):
        draft.take(bars=None)
        limit += f" It keeps its {number(draft.brief.seconds)} seconds, and the bars follow from the tempo."
    if draft.has("tempo"):
        draft.take(tempo=None)
    draft.take(bpm=new)
    was = f" instead of {number(before)}" if before is not None else ""
    return f"Name the tempo: {number(new)} quarters a minute{was}, exact from beginning to end.{limit}"


def lengthened(draft: Draft, wish: Wish) -> str:
    """Twice as long, or half; half as much of that for a little."""
    factor = 1 + wish.amount if wish.kind == "longer" else 1 / (1 + wish.amount)
    seconds = _seconds(draft)
    return _lasting(draft, seconds, seconds * factor)


def at_length(draft: Draft, wish: Wish) -> str:
    return _lasting(draft, _seconds(draft), float(wish.value or 0.0))


def by_seconds(draft: Draft, wish: Wish) -> str:
    seconds = _seconds(draft)
    return _lasting(draft, seconds, seconds + float(wish.value or 0.0))


def at_bars(draft: Draft, wish: Wish) -> str:
    draft.need("bars", "how many bars there are")
    _composed(draft)
    bars = int(wish.value or 0)
    low, high = draft.bounds("bars")
    if not low <= bars <= high:
        raise Impossible(f"It can have {number(low)} to {number(high)} bars.")
    draft.say(seconds=None)
    draft.take(bars=bars)
    return f"Ask for {bars} bars; how many seconds they last follows from the tempo."


def _seconds(draft: Draft) -> float:
    return float(draft.brief.seconds or draft.reading.get("result/seconds") or 30.0)


def _composed(draft: Draft) -> None:
    if not draft.reading.piece.composed:
        raise Impossible("It is as long as the MIDI file it plays; only another tempo makes it last longer or shorter.")


def _lasting(draft: Draft, before: float, wanted: float) -> str:
    """Bars that were asked for grow along, so that the tempo stays."""
    _composed(draft)
    new = float(round(min(max(wanted, _SHORTEST), _LONGEST)))
    if new == round(before):
        raise Impossible(f"It lasts {number(before)} seconds already; {_SHORTEST:g} to {_LONGEST:g} can be had.")
    limit = f" ({number(new)} is the limit)" if new != round(wanted) else ""
    _stretch(draft, new / before)
    if draft.options.get("bars"):
        draft.take(bars=None)
    draft.say(seconds=new)
    more = " Themes return more often, and more parts join." if new > before else ""
    return f"Ask for {number(new)} seconds instead of {number(before)}{limit}.{more}"


def _stretch(draft: Draft, factor: float) -> None:
    """A path of moods in seconds keeps its shape."""
    path: list[dict[str, Any]] = draft.options.get("path") or []
    if path and path[-1]["at"] > 1:
        moved = [one | {"at": round(one["at"] * factor, 3)} for one in path]
        fits = 1 < moved[-1]["at"] <= _LONGEST
        if fits:
            draft.take(path=moved)
        else:
            draft.remarks.append("The path of moods keeps its seconds.")
