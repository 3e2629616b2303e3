import pytest

from modules.voice.singer import NothingToSing
from modules.voice.words.lrc import lrc
from modules.voice.words.melody import MelodyNote
from modules.voice.words.setting import Setting, UnknownVocalise, set_words, vocalise

BEATS = (1.0, 0.3, 0.6, 0.3)


def melody(phrases: int, notes: int = 7) -> list[MelodyNote]:
    """Quarters at 120 with a rest behind every phrase."""
    return [
        MelodyNote((phrase * (notes + 1) + at) * 0.5, 0.5, 60 + at % 5, BEATS[at % 4], phrase)
        for phrase in range(phrases)
        for at in range(notes)
    ]


def read(setting: Setting) -> list[str]:
    return ["".join((" " if one.begins_word else "-") + one.text for one in line).strip() for line in setting.lines]


def test_a_line_goes_on_each_phrase_and_nothing_has_to_be_said() -> None:
    setting = set_words("Twinkle twinkle little star\nhow I wonder what you are", melody(2))
    assert read(setting) == ["Twin-kle twin-kle lit-tle star", "how I won-der what you are"]
    assert setting.said == ()
    assert all(note.syllable for note in setting.notes)


def test_stress_falls_on_strong_beats_and_what_is_left_is_sung_on() -> None:
    setting = set_words("the morning is a river", melody(1, 8))
    stressed = [one for one in setting.lines[0] if one.text in {"mor", "riv"}]
    assert [one.start % 1.0 for one in stressed] == [0.0, 0.0], "on the first or the third beat"
    assert "sung on" in setting.said[0]


def test_too_many_words_part_notes_and_five_thousand_are_not_all_sung() -> None:
    setting = set_words("word and another thing " * 1250, melody(2))
    assert "of 5000 words" in setting.said[0]
    assert "parted" in set_words("I will remember you and me tonight", melody(1)).said[0]
    assert setting.notes[-1].end == pytest.approx(melody(2)[-1].end)


def test_few_words_are_sung_again() -> None:
    setting = set_words("above", melody(2, 6))
    assert read(setting) == ["a-bove a-bove a-bove"] * 2
    assert "2.0 times" in setting.said[0]


@pytest.mark.parametrize("text", ["", "\U0001f600\U0001f3b5 \u2764", "<script>alert('x')</script>", "[Chorus]\n..."])
def test_what_holds_no_words_is_sung_on_la(text: str) -> None:
    setting = set_words(text, melody(1))
    assert read(setting) == ["la la la la la la la"]
    assert "la" in setting.said[0]


def test_markup_headings_and_emoji_are_not_sung_and_two_languages_are_told_apart() -> None:
    setting = set_words(
        "[Verse]\n<b>Hello</b> my &amp; dear \U0001f600\nIch liebe dich und die Nacht\n你好", melody(2, 6)
    )
    assert read(setting) == ["Hel-lo my dear", "Ich lie-be dich und die Nacht"]
    assert {note.syllable.language for note in setting.notes if note.syllable} == {"en-us", "de"}
    assert any("German" in said for said in setting.said)
    assert any("Latin letters" in said for said in setting.said)


def test_without_words_ooh_goes_on_until_it_has_to_begin_anew() -> None:
    sung = vocalise(melody(2), "ooh").notes
    assert [at for at, note in enumerate(sung) if note.syllable] == [0, 7]
    assert all(note.syllable for note in vocalise(melody(1), "na").notes)
    with pytest.raises(UnknownVocalise, match="yeah"):
        vocalise(melody(1), "yeah")


def test_no_notes_are_refused() -> None:
    with pytest.raises(NothingToSing):
        set_words("hello", [])


def test_lrc_tells_when_each_syllable_is_sung() -> None:
    told = lrc(set_words("above the sea", melody(1, 4)).lines, "Song")
    assert told.splitlines() == [
        "[ti:Song]",
        "[00:00.00]<00:00.00>a<00:00.50>bove <00:01.00>the <00:01.50>sea<00:02.00>",
    ]
