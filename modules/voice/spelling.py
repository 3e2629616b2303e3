"""A word's letters split as its sounds are, so that people can read along while it is sung."""

import unicodedata
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from anyascii import anyascii

from modules.voice.languages import Language
from modules.voice.sonority import is_lax, is_vowel

_LETTERS: Final[dict[str, str]] = {
    "p": "pb", "b": "bp", "t": "tdc", "d": "dt", "k": "kcqxgh", "g": "gx", "ɡ": "gxh", "f": "fpvg", "v": "vfwb",
    "θ": "tcz", "ð": "td", "s": "scxzt", "z": "zsx", "ʃ": "sctxj", "ʒ": "zsgjr", "m": "mn", "n": "nkgm", "ŋ": "ng",
    "ɲ": "ngm", "l": "l", "ɫ": "l", "ʎ": "lgy", "r": "r", "ɹ": "r", "ɾ": "rtd", "ʁ": "r", "ʀ": "r", "j": "yijlgneu",
    "w": "wuoq", "ɥ": "u", "h": "hgjxw", "x": "chjxgk", "ç": "chg", "ɣ": "g", "β": "bv", "ʔ": "t", "ʂ": "s", "ʐ": "zr",
    "ɕ": "s", "ʑ": "z",
}  # fmt: skip
"""Which letters a consonant is written with, by the first sign of its IPA; the first letter of a group counts."""
_VOWEL_LETTERS: Final = frozenset("aeiouy")
_SILENT, _MORE_OF_VOWEL, _UNWRITTEN, _WRONG = 0.5, 0.12, 0.8, 1.2


def split_spelling(word: str, sounds: Sequence[str], begins: Sequence[int], language: Language) -> list[str]:
    """One text for each syllable; where the letters do not say the sounds ("21"), all of them are the first's."""
    if len(begins) == 1:
        return [word]
    letters = [_plain(letter) for letter in word]
    if sum(letter.isalpha() for letter in letters) < len(begins) or any(letter.isdigit() for letter in letters):
        return [word] + [""] * (len(begins) - 1)
    starts = _aligned(letters, sounds)
    cuts = [0, *(_cut(letters, sounds, (begin, starts), language) for begin in begins[1:]), len(word)]
    if cuts != sorted(set(cuts)):
        return [word] + [""] * (len(begins) - 1)
    return [word[start:end] for start, end in pairwise(cuts)]


def _plain(letter: str) -> str:
    base = unicodedata.normalize("NFD", letter)[:1]
    return (anyascii(base) or base)[:1].lower()


def _aligned(letters: Sequence[str], sounds: Sequence[str]) -> list[int]:
    """The letter with which each sound begins, by the cheapest way to read the one as the other."""
    best: dict[tuple[int, int], tuple[float, bool]] = {(0, 0): (0.0, False)}
    for at in range(len(letters) + 1):
        for sound in range(len(sounds) + 1):
            if (at, sound) != (0, 0):
                best[at, sound] = min(_ways(best, letters, sounds, (at, sound)))
    starts = [0] * len(sounds)
    at, sound = len(letters), len(sounds)
    while sound:
        cost, both = best[at, sound]
        if both:
            at, sound = at - 1, sound - 1
            starts[sound] = at
        elif at and abs(best[at - 1, sound][0] + _silence(letters, at - 1) - cost) < 1e-9:
            at -= 1
        else:
            sound -= 1
            starts[sound] = at
    return starts


def _ways(
    best: dict[tuple[int, int], tuple[float, bool]], letters: Sequence[str], sounds: Sequence[str], end: tuple[int, int]
) -> list[tuple[float, bool]]:
    at, sound = end
    ways = []
    if at:
        ways.append((best[at - 1, sound][0] + _silence(letters, at - 1), False))
    if sound:
        ways.append((best[at, sound - 1][0] + _UNWRITTEN, False))
    if at and sound:
        ways.append((best[at - 1, sound - 1][0] + _reading(letters[at - 1], sounds[sound - 1]), True))
    return ways


def _silence(letters: Sequence[str], at: int) -> float:
    """What it costs that a letter says nothing new: little for more of the same vowel, "h" and doubles."""
    before = letters[at - 1] if at else ""
    if letters[at] == before or (letters[at] in _VOWEL_LETTERS | {"w"} and before in _VOWEL_LETTERS):
        return _MORE_OF_VOWEL
    return _SILENT / 2 if letters[at] in "hg'’-" else _SILENT


def _reading(letter: str, sound: str) -> float:
    if is_vowel(sound):
        return 0.0 if letter in _VOWEL_LETTERS else _WRONG
    return 0.0 if letter in _LETTERS.get(sound[:1], letter) else _WRONG


def _cut(letters: Sequence[str], sounds: Sequence[str], where: tuple[int, Sequence[int]], language: Language) -> int:
    """Between doubled consonants ("lit-tle"), behind a short vowel's consonant ("nev-er"), else before the sound."""
    begin, starts = where
    cut = starts[begin]
    if cut >= len(letters):
        return cut
    doubled = cut + 1 < len(letters) and letters[cut] == letters[cut + 1] and letters[cut] not in _VOWEL_LETTERS
    if doubled:
        return cut + language.splits_doubles
    lonely = begin + 1 < len(sounds) and not is_vowel(sounds[begin]) and is_vowel(sounds[begin + 1])
    second = cut > 0 and letters[cut - 1] == letters[cut]
    if language.keeps_lax and lonely and not second and is_lax(sounds[begin - 1]) and starts[begin + 1] > cut:
        return starts[begin + 1]
    return cut
