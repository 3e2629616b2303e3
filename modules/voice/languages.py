"""The languages in which words can be sung: those whose syllables follow from how sonorous their sounds are."""

from dataclasses import dataclass
from typing import Final

from models.errors import Invalid

DEFAULT: Final = "en-us"


class UnknownLanguage(Invalid):
    code = "voice.unknown_language"
    title = "Nobody here sings in that language"


@dataclass(frozen=True)
class Language:
    """voice: espeak-ng's name. s_begins: "s" and a stop may begin a syllable inside a word, as in "mon-ster".

    glides: pairs of vowels that espeak-ng writes apart although the first one is no syllable of its own.
    keeps_lax: in writing a short vowel keeps the consonant behind it, as in "nev-er".
    splits_doubles: doubled letters are parted, as in "lit-tle"; where they are one sign for one sound, they are not.
    """

    code: str
    name: str
    voice: str
    s_begins: bool = False
    glides: tuple[str, ...] = ()
    keeps_lax: bool = False
    splits_doubles: bool = True


_ALL: Final = (
    Language("en-us", "English (American)", "en-us", s_begins=True, keeps_lax=True),
    Language("en-gb", "English (British)", "en", s_begins=True, keeps_lax=True),
    Language("af", "Afrikaans", "af"),
    Language("bg", "Bulgarian", "bg"),
    Language("ca", "Catalan", "ca", splits_doubles=False),
    Language("cs", "Czech", "cs"),
    Language("da", "Danish", "da"),
    Language("de", "German", "de"),
    Language("el", "Greek", "el", s_begins=True),
    Language("eo", "Esperanto", "eo"),
    Language("es", "Spanish", "es", splits_doubles=False),
    Language("et", "Estonian", "et"),
    Language("fi", "Finnish", "fi"),
    Language("fr", "French", "fr", glides=("yi", "ye", "yɛ")),
    Language("hr", "Croatian", "hr"),
    Language("hu", "Hungarian", "hu"),
    Language("id", "Indonesian", "id"),
    Language("it", "Italian", "it", s_begins=True, glides=("ʊɔ", "ʊa", "ʊe", "ʊɛ", "ʊo", "ʊi")),
    Language("la", "Latin", "la"),
    Language("nb", "Norwegian", "nb"),
    Language("nl", "Dutch", "nl"),
    Language("pl", "Polish", "pl", s_begins=True),
    Language("pt", "Portuguese (European)", "pt"),
    Language("pt-br", "Portuguese (Brazilian)", "pt-br"),
    Language("ro", "Romanian", "ro"),
    Language("ru", "Russian", "ru", s_begins=True),
    Language("sk", "Slovak", "sk"),
    Language("sl", "Slovene", "sl"),
    Language("sv", "Swedish", "sv"),
    Language("sw", "Swahili", "sw"),
    Language("tr", "Turkish", "tr"),
    Language("uk", "Ukrainian", "uk", s_begins=True),
)
LANGUAGES: Final[dict[str, Language]] = {language.code: language for language in _ALL}
_SHORT: Final = {"en": "en-us", "no": "nb"}


def language_named(code: str) -> Language:
    """By code, in any case and with either dash; a region nobody knows falls back to its language."""
    wanted = code.strip().lower().replace("_", "-")
    for name in (wanted, wanted.partition("-")[0]):
        found = LANGUAGES.get(_SHORT.get(name, name))
        if found:
            return found
    raise UnknownLanguage(
        f"There are no syllables for the language {code!r}.",
        field="language",
        next_step=f"Take one of {', '.join(LANGUAGES)}, or write the words as they sound in one of these.",
    )
