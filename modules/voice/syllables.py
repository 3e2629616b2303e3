"""`syllables`: a word as it is sung: its sounds in syllables, with stress, and its letters split along."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from modules.voice.espeak import Sound, espeak
from modules.voice.languages import DEFAULT, Language, language_named
from modules.voice.sonority import begins, is_vowel
from modules.voice.spelling import split_spelling


@dataclass(frozen=True)
class Syllable:
    """text: its letters ("" where a figure before it stands for several). phonemes: IPA.

    names: the same sounds in espeak-ng's own letters, stressed alike, which is how it is asked to say them.
    """

    text: str
    phonemes: tuple[str, ...]
    stressed: bool
    names: tuple[str, ...] = ()
    language: str = DEFAULT

    @property
    def heart(self) -> int:
        """The place of its vowel."""
        return next((at for at, ipa in enumerate(self.phonemes) if is_vowel(ipa)), len(self.phonemes) - 1)


VOCALISES: Final[dict[str, Syllable]] = {
    "la": Syllable("la", ("l", "ɑː"), True, ("l", "A:")),
    "na": Syllable("na", ("n", "ɑː"), True, ("n", "A:")),
    "ooh": Syllable("ooh", ("uː",), True, ("u:",)),
}
"""What is sung where there are no words."""
_SPOKEN_ALONE: Final = {("en", "a"): (Sound("ɐ", "a#"),)}
"""Words that espeak-ng takes for the name of a letter when nothing stands beside them."""


@lru_cache(maxsize=20_000)
def syllables(word: str, language: str = DEFAULT) -> tuple[Syllable, ...]:
    """None where there is nothing to say. A figure or an abbreviation is said in full."""
    spoken_in = language_named(language)
    if word.lower() in VOCALISES and spoken_in.code.startswith("en"):
        return (VOCALISES[word.lower()],)
    words = _words(word, spoken_in)
    if len(words) == 1:
        return _of_word(word, words[0], spoken_in)
    parts = [part for sounds in words for part in _of_word("", sounds, spoken_in)]
    return tuple(Syllable(word if not at else "", *_rest(part)) for at, part in enumerate(parts))


def _words(word: str, language: Language) -> list[list[Sound]]:
    alone = _SPOKEN_ALONE.get((language.code.partition("-")[0], word.lower()))
    return [list(alone)] if alone else espeak().words(word, language.voice)


def _rest(part: Syllable) -> tuple[tuple[str, ...], bool, tuple[str, ...], str]:
    return part.phonemes, part.stressed, part.names, part.language


def _of_word(word: str, sounds: list[Sound], language: Language) -> tuple[Syllable, ...]:
    ipa = [sound.ipa for sound in sounds]
    starts = begins(ipa, language)
    texts = split_spelling(word, ipa, starts, language)
    made = []
    for text, start, end in zip(texts, starts, [*starts[1:], len(ipa)], strict=True):
        part = sounds[start:end]
        names = tuple(sound.name for sound in part)
        stressed = max(sound.stress for sound in part) == 2
        made.append(Syllable(text, tuple(ipa[start:end]), stressed, names, language.code))
    return tuple(made)
