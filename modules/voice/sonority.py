"""Where syllables begin in a row of sounds: as much as may begin a syllable goes to the vowel behind it."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from modules.voice.languages import Language

_VOWELS: Final = frozenset("aeiouyøœɶæɐɑɒɔəɘɜɛɵɤɨɪʉʊʌɯɞɚɝᵻ")
_SYLLABIC: Final = "\u0329"
_LAX: Final = frozenset("ɪɛæʌʊɒ")
_STOPS: Final = frozenset("pbtdkgɡqcɟ")
_NASALS: Final = frozenset("mnɲŋɳɱ")
_LIQUIDS: Final = frozenset("lrɹɾʀʁɫʎɭɻɽ")
_GLIDES: Final = frozenset("jwɥɰ")
_SIBILANTS: Final = frozenset("sʃ")
_NEVER_BEGINS: Final = frozenset("ŋ")
_NOT_TOGETHER: Final = frozenset({("t", "l"), ("d", "l"), ("θ", "l"), ("ð", "l")})


def is_vowel(ipa: str) -> bool:
    """Whether it is the heart of a syllable: a vowel, or a consonant that stands for one."""
    return (ipa.removeprefix("ʔ") or ipa)[0] in _VOWELS or _SYLLABIC in ipa


def is_lax(ipa: str) -> bool:
    """A short vowel, which in writing keeps the consonant behind it: "nev-er"."""
    return ipa in _LAX


def is_voiced(ipa: str) -> bool:
    """Whether the throat sounds with it."""
    return is_vowel(ipa) or ipa[:1] in _NASALS | _LIQUIDS | _GLIDES | frozenset("bdgɡɟvzʒðβɣʝʐʑɦ")


def is_sonorant(ipa: str) -> bool:
    """Whether it can be held on a pitch."""
    return is_vowel(ipa) or ipa[:1] in _NASALS | _LIQUIDS | _GLIDES


def hearts(sounds: Sequence[str], language: Language) -> list[int]:
    """The places of the vowels that make a syllable each; none where a word has no vowel."""
    return [at for at, ipa in enumerate(sounds) if is_vowel(ipa) and not _glides(sounds, at, language)]


def begins(sounds: Sequence[str], language: Language) -> list[int]:
    """Where each syllable begins; a word without vowels is one syllable."""
    vowels = hearts(sounds, language)
    starts = [0]
    for before, after in pairwise(vowels):
        starts.append(_begin(sounds, before + 1, after, language))
    return starts


def _glides(sounds: Sequence[str], at: int, language: Language) -> bool:
    following = sounds[at + 1][:1] if at + 1 < len(sounds) else ""
    return bool(following) and sounds[at] + following in language.glides


def _begin(sounds: Sequence[str], first: int, vowel: int, language: Language) -> int:
    """The earliest place between two vowels from which all may begin a syllable."""
    return next(at for at in range(first, vowel + 1) if _may_begin(sounds[at:vowel], language))


def _may_begin(onset: Sequence[str], language: Language) -> bool:
    if len(onset) < 2:
        return not onset or onset[0][:1] not in _NEVER_BEGINS
    if onset[0][:1] in _SIBILANTS and onset[1][:1] in _STOPS:
        return language.s_begins and (len(onset) == 2 or _rises(onset[1:]))
    return _rises(onset)


def _rises(onset: Sequence[str]) -> bool:
    """A consonant, then a liquid or a glide: what a syllable may begin with in every language here."""
    ranks = [_rank(ipa) for ipa in onset]
    if len(onset) > 3 or tuple(ipa[:1] for ipa in onset[:2]) in _NOT_TOGETHER or any("ː" in ipa for ipa in onset):
        return False
    return ranks[-1] >= 3 and ranks == sorted(set(ranks))


def _rank(ipa: str) -> int:
    for rank, kind in ((4, _GLIDES | _VOWELS), (3, _LIQUIDS), (2, _NASALS)):
        if ipa[:1] in kind:
            return rank
    return 1
