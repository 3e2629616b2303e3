import pytest

from modules.voice.languages import LANGUAGES, UnknownLanguage
from modules.voice.syllables import syllables

SPLIT = {
    "en-us": "twin-kle lit-tle won-der dia-mond ex-tra mon-ster nev-er strengths"
    " hap-py a-bove mor-ning but-ton beau-ti-ful re-mem-ber",
    "de": "A-bend Stra-ße Kö-nig Nach-ti-gall Was-ser",
    "es": "co-ra-zón cie-lo es-tre-lla po-e-ta blan-co",
    "fr": "lu-mière nuit oi-seau bon-jour",
    "it": "stel-la cuo-re not-te a-mo-re",
    "ru": "звез-да мир",
    "pt": "sau-da-de",
    "fi": "täh-ti",
}


@pytest.mark.parametrize(
    ("language", "word"), [(language, word) for language, words in SPLIT.items() for word in words.split()]
)
def test_letters_are_split_as_the_sounds_are(language: str, word: str) -> None:
    assert "-".join(part.text for part in syllables(word.replace("-", ""), language)) == word


def test_stress_figures_and_abbreviations_are_spoken() -> None:
    assert [part.stressed for part in syllables("above")] == [False, True]
    assert [part.text for part in syllables("21")] == ["21", "", ""]
    assert len(syllables("Mr.")) == 2
    assert len(syllables("COVID-19")) == 4
    assert syllables("--") == ()
    assert syllables("a")[0].phonemes == ("ɐ",)
    assert syllables("la")[0].phonemes == ("l", "ɑː")


def test_every_language_on_the_list_says_something_with_a_vowel_in_every_syllable() -> None:
    for code in LANGUAGES:
        parts = syllables("melodia", code)
        assert len(parts) >= 3, code
        assert all(len(part.names) == len(part.phonemes) for part in parts)


def test_an_unknown_language_is_refused_with_the_list() -> None:
    with pytest.raises(UnknownLanguage) as refused:
        syllables("你好", "cmn")
    assert "en-us" in str(refused.value.next_step)
