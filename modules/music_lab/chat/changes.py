"""How to have it otherwise, said in the fields of the old form: its orders name tracks that are handed in anew."""

from collections.abc import Callable
from typing import Any, Final

from modules.generation.questions.answers.saying import number
from modules.generation.questions.piece import Reading
from modules.generation.questions.wishes import Wish
from modules.music_lab.chat.advice import towards
from modules.music_lab.chat.asking import Track
from modules.music_lab.chat.tracks import NUMBER, WHERE

SHORTEST, LONGEST = 2.0, 180.0
_FACTOR: Final = 1.5
_ALIKE: Final = 0.03
_TRACKS: Final[tuple[Track, Track]] = ("a", "b")
NOTHING: Final = (
    "Nothing in an order changes that. What can be chosen: start_time and end_time, amount, melody_from, rhythm_from,"
    " harmony_from, seconds and seed."
)


def changed(reading: Reading, wish: Wish) -> str:
    """What to send with the two tracks next time."""
    return CHANGES[wish.kind](reading, wish) if wish.kind in CHANGES else NOTHING


def again(reading: Reading) -> str:
    return (
        f"Hand in the same two tracks with the same fields and seed {reading.get('seed')}: the same music comes of it."
    )


def _length(reading: Reading, wish: Wish) -> str:
    now = float(reading.get("seconds") or reading.get("options/end") - reading.get("options/start"))
    wanted = {
        "longer": now * _FACTOR,
        "shorter": now / _FACTOR,
        "length": _told(wish),
        "seconds more": now + _told(wish),
    }
    found = min(max(round(wanted[wish.kind]), SHORTEST), LONGEST)
    return (
        f"Try seconds {number(found)}; it was {number(now)}. From {number(SHORTEST)} to {number(LONGEST)} can be had."
    )


def _pace(reading: Reading, wish: Wish) -> str:
    paces = {name: float(_met(reading, "tempo", name) or 0) for name in _TRACKS}
    now = float(reading.get("result/bpm") or max(paces.values()))
    faster = _told(wish) > now if wish.kind == "tempo" else wish.kind == "faster"
    if abs(paces["a"] - paces["b"]) <= _ALIKE * now:
        return f"Both tracks go at about {number(now, 0)}, so neither makes it {'faster' if faster else 'slower'}."
    one = _which(paces, most=faster)
    other: Track = "a" if one == "b" else "b"
    return (
        f"Track {NUMBER[one]} is the {'faster' if faster else 'slower'} one ({number(paces[one], 0)} against"
        f" {number(paces[other], 0)}): try rhythm_from {one}."
    )


def _feeling(reading: Reading, wish: Wish) -> str:
    axis = "valence" if wish.kind in {"darker", "happier"} else "arousal"
    levels = {name: float(reading.get(f"{WHERE}/{name}/{axis}") or 0) for name in _TRACKS}
    if abs(levels["a"] - levels["b"]) <= _ALIKE:
        return f"Both tracks feel much the same there, so neither makes it {wish.kind}."
    one = _which(levels, most=wish.kind in {"happier", "livelier"})
    return f"Track {NUMBER[one]} is the {wish.kind} one. {towards(reading.piece.job, one)[0]}"


def _harmony(reading: Reading, _wish: Wish) -> str:
    keys = [_met(reading, "key", name) or "that of track " + NUMBER[name] for name in _TRACKS]
    return f"Its key comes from the tracks: try harmony_from a for {keys[0]}, or b for {keys[1]}."


def _different(reading: Reading, _wish: Wish) -> str:
    return f"Leave seed out, or send another than {reading.get('seed')}: the same tracks give another piece."


def _met(reading: Reading, aspect: str, name: Track) -> Any:
    """As it was counted when the tracks met; where they did not, as it was heard."""
    return reading.get(f"result/meeting/{aspect}/{name}") or reading.get(f"{WHERE}/{name}/{aspect}")


def _which(levels: dict[Track, float], *, most: bool) -> Track:
    return "a" if (levels["a"] > levels["b"]) == most else "b"


def _told(wish: Wish) -> float:
    return float(wish.value) if isinstance(wish.value, float | int) else 0.0


CHANGES: Final[dict[str, Callable[[Reading, Wish], str]]] = {
    **dict.fromkeys(("longer", "shorter", "length", "seconds more"), _length),
    **dict.fromkeys(("faster", "slower", "tempo"), _pace),
    **dict.fromkeys(("darker", "happier", "calmer", "livelier"), _feeling),
    **dict.fromkeys(("key", "mode", "other key"), _harmony),
    "different": _different,
}
