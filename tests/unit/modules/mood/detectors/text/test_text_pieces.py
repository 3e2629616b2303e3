"""The parts that a text's detector is made of, each by itself."""

import numpy as np
import pytest

from modules.mood.detectors.text.cues import read_cues
from modules.mood.detectors.text.labels import ENGLISH, PLUTCHIK
from modules.mood.detectors.text.ngrams import places, words
from modules.mood.detectors.text.normalising import canonical, cleaned
from modules.mood.detectors.text.pooling import blended, clearness, pooled, valence_of
from modules.mood.detectors.text.routing import NAMES
from modules.mood.detectors.text.sentences import MOST_WORDS, sentences
from modules.mood.detectors.text.signs import _EMOJI, _EMOTICONS, read_signs
from modules.mood.detectors.text.statements import with_statements
from modules.mood.detectors.text.wording import _OPPOSITES, Named, _other_languages, named
from modules.mood.emotions import EMOTIONS, known, place_of


def test_every_emotion_that_is_named_has_a_place_on_the_circle() -> None:
    spoken = {*ENGLISH, *PLUTCHIK, *_EMOJI, *_EMOTICONS, *_OPPOSITES, *_OPPOSITES.values()}
    spoken |= {name for forms in _other_languages().values() for name in forms if name != "not"}
    assert [name for name in sorted(spoken) if not known(name)] == []
    assert EMOTIONS


def test_an_emoji_stands_for_one_emotion() -> None:
    signs = [sign for own in _EMOJI.values() for sign in own]
    twice = sorted({sign for sign in signs if signs.count(sign) > 1})
    assert twice == []


@pytest.mark.parametrize(
    ("text", "emotion"),
    [
        ("so good 😂", "amusement"),
        ("ok 👍🏽", "approval"),
        ("❤️", "love"),
        ("I'm here :)", "joy"),
        ("oh :-(", "sadness"),
        ("D:", "sadness"),
        ("no >:(", "anger"),
        ("<3", "love"),
        ("</3", "grief"),
        ("T_T", "grief"),
        (":'(", "grief"),
        ("zzzz", "sleepy"),
        ("xD", "amusement"),
    ],
)
def test_a_sign_is_read_as_its_emotion_and_taken_out(text: str, emotion: str) -> None:
    found = read_signs(text)
    assert max(found.feelings, key=found.feelings.__getitem__) == emotion
    assert not any(sign in found.text for sign in ("😂", "👍", "❤", ":)", "<3", ">:("))


@pytest.mark.parametrize("text", ["at 10:30", "http://example.org", "a/b", "f(x)", "(a) and (b)", "C:\\Users", "8)2"])
def test_what_only_looks_like_an_emoticon_is_none(text: str) -> None:
    assert read_signs(text).count == 0


def test_laughter_in_letters_is_left_for_the_network() -> None:
    assert read_signs("lol that is it").text.startswith("lol")


@pytest.mark.parametrize("text", ["yeah right", "Oh great, rain again", "lucky me", "so good /s", "great, just great"])
def test_irony_has_markers(text: str) -> None:
    assert read_cues(text).ironic


@pytest.mark.parametrize("text", ["that is right", "a great day", "I am lucky", "km/s", "Oh great job, well done"])
def test_what_is_meant_has_none(text: str) -> None:
    assert not read_cues(text).ironic


def test_only_who_shouts_is_loud() -> None:
    assert read_cues("LEAVE ME ALONE").loudness > 0.4
    assert read_cues("I watched TV in the USA").loudness == 0
    assert read_cues("我很开心").loudness == 0
    assert read_cues("OK").loudness == 0
    assert 0 < read_cues("yes!").loudness < read_cues("yes!!!").loudness <= 1
    assert read_cues("sooooo good").loudness > 0


@pytest.mark.parametrize(
    ("sentence", "code", "feeling"),
    [
        ("I am so tired", "en", "sleepy"),
        ("I couldn't be happier", "en", "joy"),
        ("it couldn't be worse", "en", "disappointment"),
        ("I couldn't love you more", "en", "love"),
        ("isn't it beautiful", "en", "love"),
        ("I feel blue", "en", "melancholy"),
        ("ich bin müde", "de", "sleepy"),
        ("eu estou cansado", "br", "sleepy"),
        ("我很开心", "cn", "joy"),
    ],
)
def test_a_mood_is_named(sentence: str, code: str, feeling: str) -> None:
    assert named(sentence, code) == Named({feeling: pytest.approx(0.85, abs=0.06)}, frozenset())


@pytest.mark.parametrize(
    ("sentence", "code", "denied"),
    [
        ("I'm not tired", "en", {"sleepy"}),
        ("I am not happy at all", "en", {"joy"}),
        ("no longer afraid", "en", {"fear"}),
        ("neither happy nor sad", "en", {"joy", "sadness"}),
        ("not great, not terrible", "en", {"joy", "disappointment"}),
        ("ich bin nicht müde", "de", {"sleepy"}),
        ("yorgun değilim", "tr", {"sleepy"}),
        ("no estoy triste", "es", {"sadness"}),
        ("我不开心", "cn", {"joy"}),
    ],
)
def test_a_mood_is_denied(sentence: str, code: str, denied: set[str]) -> None:
    assert named(sentence, code) == Named({}, frozenset(denied))


@pytest.mark.parametrize(
    "sentence",
    [
        "I can't wait, so excited",
        "he wears a blue jacket",
        "no, I am happy",
        "not only happy but rich",
        "can't believe how good this is",
        "isn't it beautiful",
        "I've never been this sad",
        "I have never been so happy",
        "I couldn't love you more",
    ],
)
def test_what_is_no_denial_of_a_mood(sentence: str) -> None:
    assert named(sentence, "en").denied == set()


def test_what_is_denied_gives_way_to_its_opposite() -> None:
    found = with_statements({"sadness": 0.8, "joy": 0.1, "neutral": 0.1}, "I am not sad", "en")
    assert found["sadness"] < 0.2 < found["content"]
    both = with_statements({"sadness": 0.5, "joy": 0.4, "neutral": 0.1}, "neither happy nor sad", "en")
    assert max(both, key=both.__getitem__) == "neutral"


def test_a_network_that_finds_it_pleasant_is_believed() -> None:
    likely = {"joy": 0.9, "neutral": 0.1}
    assert with_statements(likely, "not a day goes by happy", "en") == likely


def test_a_text_is_cut_at_sentences_at_scripts_and_after_many_words() -> None:
    assert sentences("One. Two! Three?") == ["One.", "Two!", "Three?"]
    assert sentences("I love this song 我很开心") == ["I love this song", "我很开心"]
    assert sentences("I say привет to you") == ["I say привет to you"]
    assert [len(one.split()) for one in sentences("word " * (MOST_WORDS + 5))] == [MOST_WORDS, 5]
    assert sentences("我很开心。你呢。") == ["我很开心。", "你呢。"]
    assert sentences("") == []


def test_very_many_short_sentences_are_read_together() -> None:
    text = "Hi. " * 900 + "word " * 300
    assert len(sentences(text)) < 110
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())


def test_every_letter_is_in_some_sentence() -> None:
    text = "Hello there. Привет мой друг! 我很开心 ok? end" + "x" * 900
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())


def test_what_cannot_be_seen_is_left_out() -> None:
    assert cleaned("a\u200bb\x00 \n c\u202e") == "ab c"
    assert cleaned("it\u2019s") == "it's"
    assert cleaned("\u200b\x07") == ""


def test_the_same_words_are_the_same_sentence() -> None:
    assert canonical("  Hey , LOOK!") == canonical("hey look")
    assert canonical("Straße") == canonical("STRASSE")
    assert canonical("...") == "..."


def test_ngrams_are_the_same_every_time_and_in_range() -> None:
    found = places("Mañana será otro día", 12)
    assert np.array_equal(found, places("mañana SERÁ otro día", 12))
    assert 0 <= found.min() <= found.max() < 1 << 12
    assert words("Don't_stop, it's 5!") == ["don't", "stop", "it's", "5", "!"]
    assert words("Don't_stop, it's 5! é")[:-1] == words("Don't_stop, it's 5!")
    assert words("我很 happy!") == ["我", "很", "happy", "!"]
    assert len(places("", 12)) <= 1


def test_clear_likelihoods_speak_more_clearly_than_mixed_ones() -> None:
    clear, mixed = {"joy": 0.9, "neutral": 0.05}, {"joy": 0.4, "sadness": 0.4, "neutral": 0.4}
    assert clearness(clear) > 0.7
    assert clearness(mixed) < 0.2
    assert clearness({}) == 0
    assert valence_of(clear) > 0 > valence_of({"grief": 1.0})


def test_a_neutral_part_weighs_less_when_parts_are_pooled() -> None:
    found = pooled([({"joy": 0.8, "neutral": 0.1}, 1.0), ({"joy": 0.0, "neutral": 1.0}, 1.0)])
    assert found["joy"] > 0.5
    assert blended({"joy": 1.0}, {"sadness": 1.0}, 0.25) == {"joy": 0.75, "sadness": 0.25}
    assert pooled([]) == {}


def test_languages_have_names_for_people() -> None:
    assert NAMES["th"] == "Thai"
    assert len(NAMES) == 39
    assert place_of("joy").valence > 0
