"""From IPA to what a bank calls its sounds: its own dictionary, then IPA itself, then ARPAbet, then what is near."""

from collections.abc import Iterator
from typing import Final

from modules.voice.banks.bank import DICTIONARY, Bank, BankUnsupported

_ARPABET: Final[dict[str, str]] = {
    "ɑː": "aa", "ɑ": "aa", "ɒ": "aa", "æ": "ae", "a": "aa", "ʌ": "ah", "ə": "ah", "ɐ": "ah", "ɔː": "ao", "ɔ": "ao",
    "aʊ": "aw", "aɪ": "ay", "ɛ": "eh", "e": "eh", "ɜː": "er", "ɚ": "er", "ɝ": "er", "eɪ": "ey", "ɪ": "ih", "ᵻ": "ih",
    "iː": "iy", "i": "iy", "oʊ": "ow", "əʊ": "ow", "o": "ow", "ɔɪ": "oy", "ʊ": "uh", "uː": "uw", "u": "uw",
    "aɪə": "ay ah", "aɪɚ": "ay er", "əl": "ah l", "n̩": "ah n", "ɑːɹ": "aa r", "ɔːɹ": "ao r", "oːɹ": "ao r",
    "ɛɹ": "eh r", "ɪɹ": "ih r", "ʊɹ": "uh r", "b": "b", "tʃ": "ch", "d": "d", "ð": "dh", "f": "f", "ɡ": "g", "h": "hh",
    "dʒ": "jh", "k": "k", "l": "l", "ɫ": "l", "m": "m", "n": "n", "ŋ": "ng", "p": "p", "ɹ": "r", "r": "r", "ɾ": "d",
    "ʔ": "t", "s": "s", "ʃ": "sh", "t": "t", "θ": "th", "v": "v", "w": "w", "j": "y", "z": "z", "ʒ": "zh",
}  # fmt: skip
_NEAR: Final[dict[str, str]] = {
    "aa": "a", "ae": "a", "ah": "a", "ao": "o", "aw": "a u", "ay": "a i", "eh": "e", "er": "a", "ey": "e i", "ih": "i",
    "iy": "i", "ow": "o u", "oy": "o i", "uh": "u", "uw": "u", "hh": "h", "y": "j", "dh": "z", "th": "s", "v": "b",
    "l": "r", "ng": "n", "zh": "j", "jh": "j", "r": "r", "sh": "sh", "ch": "ch",
}  # fmt: skip
"""For banks with fewer sounds, such as Japanese ones."""


def bank_sounds(ipa: str, bank: Bank, language: str) -> tuple[str, ...]:
    """The bank's phonemes for one of ours; refuses where it has none that comes near."""
    if ipa in bank.dictionary and all(name in bank.phonemes for name in bank.dictionary[ipa]):
        return bank.dictionary[ipa]
    for names in _ways(ipa):
        found = tuple(_found(name, bank, language) for name in names.split())
        if found and all(found):
            return found
    raise BankUnsupported(
        f"The voice bank {bank.name!r} has no sound for {ipa!r} ({language}).",
        field="voice",
        next_step=f"Write it into {bank.folder.name}/{DICTIONARY}, as in `phonemes: {{{ipa}: name}}`.",
    )


def _ways(ipa: str) -> Iterator[str]:
    """From the closest to the furthest."""
    plain = ipa.replace("ː", "").replace("ʲ", "")
    yield ipa
    yield plain
    for form in (ipa, plain, plain[:1]):
        if form in _ARPABET:
            yield _ARPABET[form]
            yield " ".join(_NEAR.get(name, name) for name in _ARPABET[form].split())


def _found(name: str, bank: Bank, language: str) -> str:
    """The bank's spelling of a phoneme: with its language before it, small or large; "" where it has none."""
    short = language.partition("-")[0]
    forms = (f"{short}/{name}", name, name.upper(), f"{short}/{name.upper()}")
    return next((form for form in forms if form in bank.phonemes), "")
