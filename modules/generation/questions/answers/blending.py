"""Answers about a piece that was blended from two tracks: where they met, and how much there is of each."""

from typing import Any, Final

from modules.generation.questions.answers.saying import listed, number
from modules.generation.questions.piece import Reading

_FOLDED: Final = {1: " (counted twice as fast)", -1: " (counted half as fast)"}
_PLACES: Final = {"a": "the first track", "b": "the second"}


def is_blend(reading: Reading) -> bool:
    return reading.piece.look("result/meeting") is not None


def tempo(reading: Reading) -> str:
    one, two = (_its_tempo(reading, name) for name in ("a", "b"))
    return f"The first track goes at {one} and the second at {two}; with {_share(reading, 'rhythm')} they met there."


def key(reading: Reading) -> str:
    one, two = (reading.get(f"result/meeting/key/{name}") for name in ("a", "b"))
    return f"The first track is in {one} and the second in {two}; with {_share(reading, 'harmony')} they met there."


def tracks(reading: Reading) -> str:
    """Which tracks they were, and how much of the second one there is."""
    named = [f"{reading.get(f'inputs/tracks/{name}/name')} ({place})" for name, place in _PLACES.items()]
    shares: dict[str, list[str]] = {}
    for aspect in ("melody", "rhythm", "harmony"):
        shares.setdefault(_share(reading, aspect), []).append(aspect)
    told = [f"{listed(aspects)} with {share}" for share, aspects in shares.items()]
    return f"It was blended from {listed(named)}: {'; '.join(told)}."


def _its_tempo(reading: Reading, name: str) -> str:
    found: Any = reading.get(f"result/meeting/tempo/{name}")
    folds = int(reading.get(f"result/meeting/folds/{name}") or 0)
    return f"{number(found)}{_FOLDED.get(folds, '')}"


def _share(reading: Reading, aspect: str) -> str:
    second = float(reading.get(f"result/shares/{aspect}") or 0)
    if second in {0.0, 1.0}:
        return "all of the second track" if second else "all of the first track"
    if second == 0.5:
        return "half of each"
    return f"{number(100 - 100 * second, 0)} % of the first track and {number(100 * second, 0)} % of the second"
