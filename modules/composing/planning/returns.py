"""What is composed once and heard again: which bar of which passage every bar of the piece repeats."""

from typing import NamedTuple

import numpy as np

from modules.composing import tonality
from modules.composing.bars import Ints
from modules.composing.planning.form import ENDING, INTRO, Section
from modules.composing.planning.plan import Passage


class Returns(NamedTuple):
    """passages: what is written. source: [bars] written bar. first: [written bars] where each is itself."""

    passages: tuple[Passage, ...]
    source: Ints
    first: Ints


def returns(parts: tuple[Section, ...]) -> Returns:
    """Every letter is one passage, as long as its longest section; intro and ending are made of A."""
    own = [part for part in parts if part.letter not in (INTRO, ENDING)]
    longest: dict[str, Section] = {}
    for part in own:
        if part.letter not in longest or part.bars > longest[part.letter].bars:
            longest[part.letter] = part
    passages, start = [], 0
    for letter, part in longest.items():
        passages.append(Passage(letter, start, part.bars))
        start += part.bars
    places = {passage.letter: passage for passage in passages}
    source = np.concatenate([_repeated(places.get(part.letter, passages[0]), part.bars) for part in parts])
    first = np.concatenate([np.arange(part.start, part.end) for part in longest.values()])
    return Returns(tuple(passages), source.astype(np.int64), first.astype(np.int64))


def _repeated(passage: Passage, bars: int) -> Ints:
    return (passage.start + np.arange(bars) % passage.bars).astype(np.int64)


def steps(modes: Ints, written: Ints) -> Ints:
    """[bars] diatonic steps from the mode a bar was written in to the mode it is heard in: A minor to C major is 2."""
    return np.asarray(2 * ((written == tonality.MINOR).astype(np.int64) - (modes == tonality.MINOR)))
