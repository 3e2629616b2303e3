"""Wishes for another mood: darker, happier, calmer, livelier, or one by name."""

from typing import Any, Final

from models.mood import Mood
from modules.generation.questions.answers.saying import number, point
from modules.generation.questions.orders.draft import Draft, Impossible
from modules.generation.questions.wishes import Wish

_WAYS: Final = {"darker": (-0.8, 0), "happier": (0.8, 0), "calmer": (0, -0.4), "livelier": (0, 0.4)}
"""An ordinary step in valence and arousal; smaller ones in valence often stay in the mode, and are hardly heard."""
_HEARD: Final = 0.3
_CLOSE: Final = 0.02
_HOW: Final = {
    "darker": "darker chords, and minor once it is unpleasant enough",
    "happier": "brighter chords, and major once it is pleasant enough",
    "calmer": "fewer and softer notes, and a slower tempo where you name none",
    "livelier": "more and stronger notes, and a faster tempo where you name none",
}


def shifted(draft: Draft, wish: Wish) -> str:
    """The whole of the mood, or every point of its path, a step that way."""
    if not draft.reading.piece.composed:
        raise Impossible(_no_mood(draft, wish.kind))
    across, up = (one * wish.amount for one in _WAYS[wish.kind])
    before = draft.mood()
    path = [_moved(one, across, up) for one in draft.options.get("path") or []]
    after = _mood(before, across, up)
    changed = path != (draft.options.get("path") or []) if path else _far(before, after)
    if not changed:
        raise Impossible(f"It is as {_bare(wish.kind)} as can be asked for: {point([before.valence, before.arousal])}.")
    if path:
        draft.take(path=path)
        if draft.brief.mood is not None:
            draft.say(mood=after)
        said = f"For {wish.kind} music every point of the mood's path moves by {number(abs(across + up))}"
    else:
        draft.say(mood=after)
        said = f"For {wish.kind} music ask for the mood at {point([after.valence, after.arousal])} ({after.label})"
        said += f" instead of {point([before.valence, before.arousal])} ({before.label})"
    left = "" if path or _between(before, after) >= _HEARD else " There is little room left, so it may hardly be heard."
    return f"{said}: {_HOW[wish.kind]}.{left}{_mode(draft, after, wish)}{_pace(draft, wish)}"


def named(draft: Draft, wish: Wish) -> str:
    if not draft.reading.piece.composed:
        raise Impossible(_no_mood(draft, str(wish.value)))
    mood = Mood.named(str(wish.value))
    if not draft.options.get("path") and not _far(draft.mood(), mood):
        raise Impossible(f"It was ordered {mood.label} already.")
    draft.take(path=None)
    draft.say(mood=mood)
    return (
        f"Ask for the mood {mood.label}, which lies at {point([mood.valence, mood.arousal])}.{_mode(draft, mood, wish)}"
    )


def another(draft: Draft, _wish: Wish) -> str:
    """The other side of the circle."""
    kind = "darker" if draft.mood().valence > 0 else "happier"
    return "The mood is yours to choose, by a word or by valence and arousal. " + shifted(draft, Wish(kind))


def _mood(mood: Mood, across: float, up: float) -> Mood:
    return Mood.at(_within(mood.valence + across), _within(mood.arousal + up))


def _moved(one: dict[str, Any], across: float, up: float) -> dict[str, Any]:
    return one | {"valence": _within(one["valence"] + across), "arousal": _within(one["arousal"] + up)}


def _within(value: float) -> float:
    return round(min(max(value, -1.0), 1.0), 3)


def _far(before: Mood, after: Mood) -> bool:
    return _between(before, after) > _CLOSE


def _between(before: Mood, after: Mood) -> float:
    return abs(before.valence - after.valence) + abs(before.arousal - after.arousal)


def _mode(draft: Draft, mood: Mood, wish: Wish) -> str:
    """A key that was asked for holds on to its mode; a mood on the other side wants the other."""
    key = draft.options.get("key", "auto")
    if key == "auto" or wish.kind in ("calmer", "livelier") or not draft.has("key"):
        return ""
    tonic, mode = key.rsplit(" ", 1)
    fitting = "major" if mood.valence >= 0 else "minor"
    if mode == fitting:
        return ""
    draft.take(key=f"{tonic} {fitting}")
    return f" You had asked for {key}, which would work against it, so {tonic} {fitting} takes its place."


def _pace(draft: Draft, wish: Wish) -> str:
    bpm = draft.options.get("bpm")
    if bpm is None or wish.kind not in ("calmer", "livelier"):
        return ""
    low, high = draft.bounds("bpm")
    new = min(max(round(bpm * (1.1 if wish.kind == "livelier" else 0.9)), low), high)
    draft.take(bpm=float(new))
    return f" The tempo you had named goes along, from {number(bpm)} to {number(new)}."


def _bare(kind: str) -> str:
    return {"darker": "dark", "happier": "happy", "calmer": "calm", "livelier": "lively"}[kind]


def _no_mood(draft: Draft, kind: str) -> str:
    ways = [option for option in ("tempo", "transpose", "instruments") if draft.has(option)]
    said = f"The engine {draft.card.name} plays notes as they are written and has no mood to make {kind}"
    return f"{said}; its options {', '.join(ways)} can change how they sound." if ways else f"{said}."
