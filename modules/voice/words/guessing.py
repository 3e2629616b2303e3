"""In which language a line of words is, by its letters and its little words."""

import unicodedata
from collections.abc import Sequence
from typing import Final

_LITTLE: Final[dict[str, frozenset[str]]] = {
    code: frozenset(words.split())
    for code, words in {
        "en-us": "the a an and of to in is it you i me my we are was not for with on that this be your so but all",
        "de": "der die das und ich nicht ist ein eine du mir mich wir ihr auf mit im am so zu den dem von wie bin für",
        "es": "el la los las y que no en un una de yo tú mi me te se por con es soy eres como para del al está",
        "fr": "le la les et je tu il elle nous vous un une des de du que ne pas est mon ma ton ta dans pour sur au ce",
        "it": "il lo la gli e che non un una di io tu mi ti si per con è sono sei nel della del come al mio mia",
        "pt": "o a os as e que não um uma de eu tu você me te se por com é sou em no na do da meu minha para",
        "nl": "de het een en ik je niet is van in op dat met zijn mijn wij ons voor maar als ben te wat",
        "sv": "och jag du det är inte en ett på i som av för med min din vi oss att men när så",
        "pl": "i w na nie się że to jest do z jak ty ja mnie ci mój moja o co tak",
    }.items()
}
_SCRIPTS: Final = {"CYRILLIC": "ru", "GREEK": "el"}
_UKRAINIAN: Final = frozenset("іїєґ")
UNSUNG: Final = ""
"""The language of a line in a script that nobody here can split into syllables."""


def language_of(words: Sequence[str], usual: str) -> str:
    """The usual one where nothing speaks clearly for another one; UNSUNG for scripts without letters for vowels."""
    letters = [letter for letter in "".join(words).lower() if letter.isalpha()]
    if not letters:
        return usual
    scripts = [unicodedata.name(letter, "?").partition(" ")[0] for letter in letters]
    script = max(sorted(set(scripts)), key=scripts.count)
    if script in _SCRIPTS:
        return "uk" if _UKRAINIAN & set(letters) else _SCRIPTS[script]
    return _by_words(words, usual) if script == "LATIN" else UNSUNG


def _by_words(words: Sequence[str], usual: str) -> str:
    counts = {code: sum(word.lower() in little for word in words) for code, little in _LITTLE.items()}
    best = max(counts, key=lambda code: (counts[code], code == usual))
    clear = counts[best] >= counts.get(usual, 0) + 2 or (counts.get(usual, 0) == 0 and counts[best] * 3 >= len(words))
    return best if counts[best] and clear else usual
