"""What our texts' detector says of sentences of our own: directions, not exact numbers."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from models.mood import MoodLabel
from models.reading import Reading
from modules.mood.detectors.text.detector import WEIGHTS, TextDetector
from modules.mood.detectors.text.refusals import LONGEST, TextEmpty, TextTooLong

UP, DOWN, EVEN = 1, -1, 0
PLEASANT, UNPLEASANT = (
    [
        "I am so happy today!",
        "I love you so much",
        "thank you so much, you saved my day",
        "This is the best concert I have ever seen",
        "I couldn't be happier",
        "I'm not sad at all",
        "I'm never afraid when you are here",
        "I am no longer angry with you",
        "not bad at all",
        "I can't wait for the concert!!!",
        "I don't hate it, I love it",
        "I can't believe how happy this makes me!",
        "I have never been so happy",
        "Don't worry, be happy",
        "I couldn't love you more",
        "Isn't it beautiful?",
        "😂😂😂",
        "See you tomorrow ❤️",
        ":)",
        "finally home :D",
        "Ich bin heute so glücklich",
        "Ich liebe dich",
        "Ich bin nicht traurig",
        "Estoy muy feliz",
        "Je t'aime",
        "Ti amo",
        "Я тебя люблю",
        "Σ' αγαπώ πολύ",
        "Kocham cię",
        "我爱你",
        "Olen onnellinen",
        "I love this song 我很开心",
    ],
    [
        "I'm not happy",
        "I am so sad since you left",
        "My dog died yesterday",
        "I hate mondays :(",
        "This is disgusting",
        "I'm scared of what comes next",
        "nothing makes me happy",
        "I've never been this sad",
        "It couldn't be worse",
        "I don't think I'm happy",
        "I don't love you anymore",
        "This is not good",
        "I feel lonely tonight",
        "yeah right, what a great plan",
        "Great, just great. The car broke down again.",
        "Thanks for nothing",
        "I'm sorry, it was my fault",
        "😭",
        "💔",
        ">:(",
        "Ich bin nicht glücklich",
        "Ich hasse dich",
        "Estoy muy triste",
        "J'ai peur",
        "Minua pelottaa",
        "Я тебя ненавижу",
        "Jestem bardzo smutny",
        "我很难过",
        "No estoy feliz",
    ],
)
AROUSED, QUIET = (
    [
        "I can't wait for the concert!!!",
        "SO HAPPY!!! BEST DAY EVER",
        "I am furious at you!",
        "pumped for the game",
        "Let's dance all night!",
        "😡😡",
        "🔥🔥🔥",
        "Estoy furiosa",
    ],
    [
        "I feel calm and relaxed",
        "so tired, going to sleep",
        "I'm bored",
        "😴",
        "🧘 just breathing",
        "Ich bin müde",
        "sono tranquillo",
        "Я устал",
        "I feel wistful and a little lonely",
    ],
)


@pytest.fixture(scope="module")
def detector() -> TextDetector:
    return TextDetector(WEIGHTS)


@pytest.mark.parametrize("text", PLEASANT)
def test_what_is_pleasant_is_read_as_pleasant(detector: TextDetector, text: str) -> None:
    assert detector.read(text).mood.valence > 0.1


@pytest.mark.parametrize("text", UNPLEASANT)
def test_what_is_unpleasant_is_read_as_unpleasant(detector: TextDetector, text: str) -> None:
    assert detector.read(text).mood.valence < -0.1


@pytest.mark.parametrize("text", AROUSED)
def test_what_is_excited_is_read_as_awake(detector: TextDetector, text: str) -> None:
    assert detector.read(text).mood.arousal > 0.25


@pytest.mark.parametrize("text", QUIET)
def test_what_is_quiet_is_read_as_quiet(detector: TextDetector, text: str) -> None:
    assert detector.read(text).mood.arousal < -0.1


@pytest.mark.parametrize("text", ["The meeting is at three.", "He wears a blue jacket.", "There are four chairs"])
def test_a_plain_statement_is_neutral(detector: TextDetector, text: str) -> None:
    assert detector.read(text).mood.label is MoodLabel.NEUTRAL


def test_capitals_and_exclamation_marks_raise_arousal(detector: TextDetector) -> None:
    quiet, loud = (detector.read(text).mood for text in ("what a lovely day", "WHAT A LOVELY DAY!!!"))
    assert loud.arousal > quiet.arousal + 0.1
    assert loud.valence == pytest.approx(quiet.valence, abs=0.1)


def test_irony_is_noticed_and_trusted_less(detector: TextDetector) -> None:
    meant, not_meant = detector.read("What a great plan"), detector.read("What a great plan 🙃")
    assert not_meant.mood.confidence < meant.mood.confidence
    assert not_meant.mood.valence < 0 < meant.mood.valence
    assert any("ironically" in note for note in not_meant.notes)
    assert detector.read("Oh great, another meeting /s").mood.valence < 0.1


def test_words_and_signs_that_disagree_are_trusted_less(detector: TextDetector) -> None:
    assert detector.read("I love this 😡").mood.confidence < detector.read("I love this").mood.confidence


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("I hate you so much, you ruined everything", "en"),
        ("Jag hatar dig, du förstörde allt", "sv"),
        ("Ich weiß nicht, was ich dazu sagen soll", "de"),
        ("Não sei o que dizer sobre isso", "pt"),
        ("我不知道该说什么", "zh"),
        ("Γιατί μου το κάνεις αυτό;", "el"),
        ("lol that's hilarious", "en"),
        ("ok", "en"),
    ],
)
def test_the_language_need_not_be_declared(detector: TextDetector, text: str, language: str) -> None:
    assert detector.read(text).language == language


@pytest.mark.parametrize(
    "text",
    [
        "나는 오늘 정말 슬프다",
        "मैं बहुत खुश हूँ",
        "Dw i'n hapus iawn heddiw",
        "Ek is baie bly vandag",
        "Ninafurahi sana kukuona leo rafiki yangu",
        "asdf qwer zxcv",
    ],
)
def test_a_language_that_nobody_taught_is_said_so(detector: TextDetector, text: str) -> None:
    reading = detector.read(text)
    assert not reading.certain
    assert reading.mood.confidence <= 0.3


def test_thai_is_recognised_but_not_read(detector: TextDetector) -> None:
    reading = detector.read("ฉันเสียใจมาก")
    assert (reading.language, reading.certain) == ("th", False)
    assert any("Thai" in note for note in reading.notes)


def test_a_sign_beside_words_that_nobody_can_read_still_speaks(detector: TextDetector) -> None:
    reading = detector.read("나는 오늘 정말 😂")
    assert reading.mood.valence > 0.3
    assert not reading.certain


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "\u200b\u200b", "\x00\x07", "\ud800"])
def test_nothing_to_read_is_refused_with_advice(detector: TextDetector, text: str) -> None:
    with pytest.raises(TextEmpty) as refused:
        detector.read(text)
    assert (refused.value.code, refused.value.field) == ("mood.text_empty", "text")
    assert refused.value.next_step


@pytest.mark.parametrize("length", [LONGEST + 1, 100_000])
def test_too_long_a_text_is_refused_with_the_limit(detector: TextDetector, length: int) -> None:
    with pytest.raises(TextTooLong) as refused:
        detector.read("a" * length)
    assert (refused.value.code, refused.value.field) == ("mood.text_too_long", "text")
    assert refused.value.extra["limit"] == LONGEST


@pytest.mark.parametrize("text", ["...", "!!!", "???", "12345", "-- // --", "☂"])
def test_no_words_are_an_uncertain_neutral(detector: TextDetector, text: str) -> None:
    reading = detector.read(text)
    assert not reading.certain
    assert reading.mood.label is MoodLabel.NEUTRAL


@pytest.mark.parametrize(
    "text",
    [
        "a",
        "?",
        "x" * LONGEST,
        "word " * 2000,
        "I am happy.\n" * 800,
        "我很开心" * 2000,
        "a\x00b\ud800c",
        "👩‍👩‍👧‍👦🏳️‍🌈",
        "😀" * 5000,
        "\u202eevil\u202c",
        "é" * 500,
        "I love это 我 ฉัน שלום",
        "¯\\_(ツ)_/¯",
        "<script>alert(1)</script>",
    ],
)
def test_odd_texts_have_an_answer_in_range(detector: TextDetector, text: str) -> None:
    reading = detector.read(text)
    assert isinstance(reading, Reading)
    assert -1 <= reading.mood.valence <= 1
    assert -1 <= reading.mood.arousal <= 1
    assert all(0 <= share <= 1 for share in reading.emotions.values())


def test_a_long_text_is_pooled_over_its_sentences(detector: TextDetector) -> None:
    story = "The bus left at nine. " * 20 + "I am so happy, this is wonderful! " * 20
    assert detector.read(story).mood.valence > 0.3
    assert detector.read(story).language == "en"


def test_what_is_asked_twice_or_by_many_is_answered_alike(detector: TextDetector) -> None:
    texts = ["I am so happy today!", "Ich bin müde", "no 😡", "Great, just great."] * 5
    alone = [detector.read(text) for text in texts]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(detector.read, texts)) == alone


def test_a_reading_says_who_read_it_and_nothing_of_the_text(detector: TextDetector) -> None:
    reading = detector.read("My secret is safe with Rumpelstiltskin")
    assert "english-" in reading.network
    assert "languages-" in reading.network
    assert "Rumpelstiltskin" not in reading.model_dump_json()
