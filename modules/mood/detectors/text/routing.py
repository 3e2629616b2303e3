"""Which network a sentence goes to: English, one of many languages, or none that could read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from modules.mood.detectors.text.english import EnglishNetwork
from modules.mood.detectors.text.languages import Floats, Language, LanguagesNetwork
from modules.mood.detectors.text.sentences import script

EXPECTED: Final = 4.0
"""English is so many times as likely as another language before anything was read."""
UNFAMILIAR: Final = 0.34
"""With fewer of its words known, a text is not in the language it looks like."""
FOREIGN: Final = 2.2
"""Where a word falls into more pieces than this, it is not English either."""
ODD: Final = 1.6
"""The same for more than a few words, of which hardly one is known."""
WHOLE: Final = 1.45
"""Where a word falls into fewer pieces than this, they are English words, whatever they look like."""
SHORT: Final = 3
"""In fewer words than this, none may be known; then looking very much like a language is enough."""
SURE: Final = 0.6
_NAMED: Final = """
ar Arabic, bg Bulgarian, bs Bosnian, cs Czech, da Danish, de German, el Greek, en English, es Spanish, et Estonian,
eu Basque, fa Persian, fi Finnish, fr French, gl Galician, he Hebrew, hr Croatian, hu Hungarian, id Indonesian,
is Icelandic, it Italian, ja Japanese, mk Macedonian, ml Malayalam, ms Malay, nl Dutch, no Norwegian, pl Polish,
pt Portuguese, ro Romanian, ru Russian, sk Slovak, sl Slovenian, sr Serbian, sv Swedish, th Thai, tr Turkish,
vi Vietnamese, zh Chinese"""
NAMES: Final = dict(pair.strip().split(" ", 1) for pair in _NAMED.split(","))


@dataclass(frozen=True)
class Route:
    sentence: str
    code: str | None
    """As XED names it; None where no network can read the sentence."""
    language: str | None
    """For people; None when it is none that we know."""
    sure: float


class Router:
    def __init__(self, english: EnglishNetwork, languages: LanguagesNetwork) -> None:
        self._english, self._languages = english, languages
        self._prior = np.where(np.array(languages.codes) == "en", EXPECTED, 1.0).astype(np.float32)

    def routes(self, sentences: list[str]) -> list[Route]:
        """What a sentence alone does not tell, the others do."""
        likely = [self._likely(sentence) for sentence in sentences]
        sizes = np.array([len(sentence) for sentence in sentences], dtype=np.float32)
        whole = np.average(likely, axis=0, weights=sizes)
        return [self._route(sentence, own * (whole + 0.02)) for sentence, own in zip(sentences, likely, strict=True)]

    def _likely(self, sentence: str) -> Floats:
        found = self._languages.tongues(sentence)
        if script(sentence) != "LATIN":
            return found
        return found * self._prior

    def _route(self, sentence: str, likely: Floats) -> Route:
        language = self._languages.language(sentence, likely / likely.sum())
        if self._is_english(sentence, language):
            return Route(sentence, "en", "en", max(language.sure, 0.6) if language.code == "en" else 0.6)
        known = language.familiar >= UNFAMILIAR or (len(sentence.split()) < SHORT and language.sure > SURE)
        if language.code == "en" or not known:
            return Route(sentence, None, None, 0.0)
        return Route(sentence, language.code if language.taught else None, language.name, language.sure)

    def _is_english(self, sentence: str, language: Language) -> bool:
        """Sure enough, or too short or odd to be anything else, and made of pieces that English words are made of."""
        if script(sentence) != "LATIN" or (not sentence.isascii() and language.code != "en"):
            return False
        if language.code == "en":
            strange = language.familiar < UNFAMILIAR and len(sentence.split()) > SHORT
            return language.familiar >= 0.5 or self._english.foreign(sentence) < (ODD if strange else FOREIGN)
        unsure = len(sentence.split()) <= SHORT and language.sure < 0.6
        return (unsure or language.familiar < UNFAMILIAR) and self._english.foreign(sentence) < WHOLE
