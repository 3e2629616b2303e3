"""The form of a piece: sections that return, their phrases, and how each phrase comes to rest."""

from dataclasses import dataclass, replace
from typing import Final, Literal

from modules.composing.styles.style import Form

Cadence = Literal["half", "authentic", "plagal", "deceptive", "turn", "final"]
INTRO, ENDING = "i", "o"
_LONG: Final = 40
"""From so many bars on, a section has eight of them instead of four."""
_FORMS: Final[dict[Form, dict[int, str]]] = {
    "song": {
        1: "A", 2: "AA", 3: "ABA", 4: "AABA", 5: "iABAB", 6: "iAABAB", 7: "iAABABB", 8: "iAABAABB", 9: "iAABABCBB",
        10: "iAABBABCBB", 11: "iAABBAABCBB", 12: "iAABBAABBCBB", 13: "iAABBAABBCABB", 14: "iAABBAABBCCABB",
    },
    "ternary": {
        1: "A", 2: "AA", 3: "ABA", 4: "AABA", 5: "iAABA", 6: "iAABBA", 7: "iAABACA", 8: "iAABBACA", 9: "iAABBACCA",
        10: "iAABBACCAA", 11: "iAABBAACCAA", 12: "iAABBAACCBAA", 13: "iAABBAACCBBAA", 14: "iAABBAACCABBAA",
    },
    "cycle": {
        1: "A", 2: "AA", 3: "ABA", 4: "AABA", 5: "iAABA", 6: "iAABBA", 7: "iAABBAA", 8: "iAABBAAB", 9: "iAABBAABA",
        10: "iAABBCAABA", 11: "iAABBCAABBA", 12: "iAABBCCAABBA", 13: "iAABBAACCABBA", 14: "iAABBAACCAABBA",
    },
}  # fmt: skip
_LOOPS: Final = {
    1: "A", 2: "AA", 3: "AAB", 4: "AABA", 5: "AABBA", 6: "AABBAA", 7: "AABBACA", 8: "AABBAACA", 9: "AABBAACCA",
    10: "AABBAACCAA", 11: "AABBAACCABA", 12: "AABBAACCAABA", 13: "AABBAACCAABBA", 14: "AABBAACCAABBAA",
}  # fmt: skip
_ENERGY: Final = {INTRO: 0.34, "A": 0.55, "B": 0.8, "C": 0.42, ENDING: 0.45}


@dataclass(frozen=True)
class Section:
    """Bars that belong together. letter: what is heard; variant: how often it was heard before. energy: 0..1."""

    letter: str
    variant: int
    start: int
    bars: int
    energy: float

    @property
    def name(self) -> str:
        """`Intro`, `A`, `A'` ..., `Ending`."""
        return {INTRO: "Intro", ENDING: "Ending"}.get(self.letter, self.letter + "'" * self.variant)

    @property
    def end(self) -> int:
        return self.start + self.bars


@dataclass(frozen=True)
class Phrase:
    start: int
    bars: int
    cadence: Cadence


def sections(bars: int, form: Form, *, loop: bool) -> tuple[Section, ...]:
    """The sections of so many bars; a loop has neither intro nor ending."""
    unit = _unit(bars)
    count, rest = divmod(bars, unit)
    if loop or count < 4:
        ending = rest if rest >= 2 and not loop and count else 0
        letters = (_LOOPS if loop else _FORMS[form])[max(min(count, 14), 1)]
    else:
        ending = rest if rest >= unit // 2 else rest + unit
        letters = _FORMS[form][min((bars - ending) // unit, 14)]
    lengths = [unit] * len(letters)
    lengths[-1] += bars - ending - sum(lengths)
    named = list(zip(letters, lengths, strict=True)) + ([(ENDING, ending)] if ending else [])
    return _numbered(named, loop=loop)


def _unit(bars: int) -> int:
    """Bars of a section; very long pieces have as many sections as there are forms for, so theirs are longer."""
    unit = 4 if bars < _LONG else 8
    while bars // unit > 14:
        unit += 4
    return unit


def _numbered(named: list[tuple[str, int]], *, loop: bool) -> tuple[Section, ...]:
    heard: dict[str, int] = {}
    found, start = [], 0
    for letter, bars in named:
        variant = heard.get(letter, 0)
        energy = _ENERGY[letter] + 0.06 * min(variant, 2) * (letter in "AB")
        found.append(Section(letter, variant, start, bars, energy))
        heard[letter], start = variant + 1, start + bars
    tops = [index for index, section in enumerate(found) if section.letter in "AB"]
    last = tops[-1]
    if len(tops) > 2 and not loop:
        found[last] = replace(found[last], energy=min(found[last].energy + 0.12, 1.0))
    return tuple(found)


def phrases(parts: tuple[Section, ...], *, loop: bool) -> tuple[Phrase, ...]:
    """Phrases of about four bars and how each ends: open where the same goes on, closed before something else."""
    found = []
    for index, section in enumerate(parts):
        following = parts[index + 1] if index + 1 < len(parts) else None
        lengths = _phrase_lengths(section.bars)
        start = section.start
        for number, bars in enumerate(lengths):
            last = number == len(lengths) - 1
            found.append(Phrase(start, bars, _rest(section, following, last=last, loop=loop)))
            start += bars
    return tuple(found)


def _phrase_lengths(bars: int) -> list[int]:
    count = max(bars // 4, 1)
    return [4] * (count - 1) + [bars - 4 * (count - 1)]


def _rest(section: Section, following: Section | None, *, last: bool, loop: bool) -> Cadence:
    if following is None and last:
        return "turn" if loop else "final"
    if not last or section.letter in (INTRO, "C"):
        return "half"
    if following is not None and following.letter == section.letter:
        return "half" if section.variant % 2 == 0 else "authentic"
    if following is not None and following.letter == ENDING and section.variant > 1:
        return "deceptive"
    return "plagal" if section.letter == "B" and section.variant % 2 == 1 else "authentic"
