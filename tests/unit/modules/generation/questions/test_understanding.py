import time

import pytest

from modules.generation.questions.language import is_english
from modules.generation.questions.understanding import understand
from modules.generation.questions.words import corrected, slips, stem

ASKED = [
    ("why this tempo?", ["tempo"]),
    ("How fast is it?", ["tempo"]),
    ("Wy is teh tmepo so slow?", ["tempo"]),
    ("why this key / chords / instruments / length?", ["key", "chords", "instruments", "length"]),
    ("Which chrods does it use?", ["chords"]),
    ("What instuments play here?", ["instruments"]),
    ("why is it in minor", ["key"]),
    ("which of my songs shaped it?", ["references"]),
    ("what inspired this", ["references"]),
    ("is it copied?", ["copied"]),
    ("Is this plagarism?", ["copied"]),
    ("who made it?", ["maker"]),
    ("was it made by an AI, and with what weights?", ["maker"]),
    ("can I use it?", ["rights"]),
    ("may I sell it on my YouTube channel?", ["rights"]),
    ("how can I get the same again?", ["again"]),
    ("How do I reproduce exactly the same song?", ["again"]),
    ("what is the form?", ["form"]),
    ("where is the chorus (bars and seconds)?", ["form"]),
    ("what mood does it have?", ["mood"]),
    ("why is it so sad?", ["mood"]),
    ("how long is it?", ["length"]),
    ("who sings?", ["voice"]),
    ("when was it composed?", ["date"]),
    ("how loud is it?", ["loudness"]),
    ("is it a loop?", ["layers"]),
    ("where is the midi file?", ["files"]),
    ("how many notes are there?", ["notes"]),
    ("tell me about this song", ["summary"]),
    ("is it in 3/4, or what metre?", ["metre"]),
]
WISHED = [
    ("how do I make it darker?", ["darker"]),
    ("make it happier", ["happier"]),
    ("faster please", ["faster"]),
    ("how can I get it calmer?", ["calmer"]),
    ("can you make it longer", ["longer"]),
    ("How do I make it different?", ["different"]),
    ("give me another version", ["different"]),
    ("how do I make it closer to my songs?", ["closer"]),
    ("make it less like them", ["freer"]),
    ("it is too slow", ["faster"]),
    ("it's not fast enough", ["faster"]),
    ("not so fast!", ["slower"]),
    ("can you make it less sad?", ["happier"]),
    ("more energetic", ["livelier"]),
    ("slow it down", ["slower"]),
    ("how do I make it happyer?", ["happier"]),
    ("make it a loop", ["loop"]),
    ("make it louder", ["louder"]),
    ("happier / faster / longer please", ["happier", "faster", "longer"]),
]


@pytest.mark.parametrize(("question", "intents"), ASKED)
def test_what_is_asked_about_is_recognised(question, intents):
    understood = understand(question)

    assert set(understood.intents) >= set(intents)
    assert understood.intents[0] == intents[0] or len(intents) > 1
    assert not understood.wishes


@pytest.mark.parametrize(("question", "wishes"), WISHED)
def test_what_is_wished_for_is_recognised(question, wishes):
    understood = understand(question)

    assert [wish.kind for wish in understood.wishes] == wishes
    assert understood.intents == ()


@pytest.mark.parametrize(
    ("question", "wishes"),
    [
        ("make it 2 minutes long in F# minor at 120 bpm", {"length": 120, "key": "F# minor", "tempo": 120}),
        ("I want it 30 seconds shorter", {"seconds more": -30}),
        ("please write it in 6/8", {"metre": "6/8"}),
        ("make it 16 bars", {"bars": 16}),
        ("make it sound like an orchestra", {"style": "orchestral"}),
        ("can I have it as lo-fi?", {"style": "lofi"}),
        ("make it sad", {"mood": "sad"}),
        ("turn it into minor", {"mode": "minor"}),
    ],
)
def test_wishes_that_name_what_is_to_be_keep_their_value(question, wishes):
    assert {wish.kind: wish.value for wish in understand(question).wishes} == wishes


def test_several_questions_at_once_are_all_understood():
    understood = understand("Why this tempo, and who made it? And how do I make it much darker and faster?")

    assert understood.intents == ("tempo", "maker")
    assert {wish.kind: wish.amount for wish in understood.wishes} == {"darker": 1.6, "faster": 1.6}


def test_why_something_is_as_it_is_asks_for_no_change():
    assert understand("why does the chorus feel happier?").wishes == ()
    assert understand("what makes it sound calm?").wishes == ()


@pytest.mark.parametrize(
    "question", ["hello", "what is the best pizza in town?", "?", "42", "asdf qwer", "do you like it"]
)
def test_what_is_none_of_it_is_not_guessed(question):
    assert understand(question).names == []


@pytest.mark.parametrize(
    ("question", "song"),
    [
        ("tempo of song 3", 3),
        ("Why is the second song slow?", 2),
        ("the third bar?", None),
        ("is the piece 20 seconds long?", None),
    ],
)
def test_a_song_can_be_named(question, song):
    assert understand(question).song == song


@pytest.mark.parametrize(
    "question",
    [
        "Warum dieses Tempo?",
        "Pourquoi cette tonalité ?",
        "¿Por qué este tempo?",
        "Perché questo tempo?",
        "Почему такой темп?",
        "この曲のテンポは何ですか",
        "Waarom dit tempo?",
        "Wie mache ich es dunkler?",
    ],
)
def test_other_languages_are_noticed(question):
    assert not is_english(question)


@pytest.mark.parametrize("question", [one for one, _ in ASKED + WISHED] + ["tempo?", "F# minor", "", "???"])
def test_english_and_single_words_are_not_taken_for_another_language(question):
    assert is_english(question)


def test_a_swap_is_one_slip_and_short_words_are_left_alone():
    assert slips("tmepo", "tempo") == 1
    assert slips("harmoy", "harmony") == 1
    assert corrected("kye", {"key"}) == "kye"
    assert corrected("instruemnts", {"instrument"}) == "instrument"


def test_endings_do_not_matter():
    assert stem("chords") == stem("chord")
    assert stem("copied") == stem("copies") == stem("copy")
    assert stem("bars") == "bar"
    assert stem("bass") == "bass"


def test_two_thousand_letters_of_nonsense_are_read_quickly():
    begun = time.perf_counter()
    understand(" ".join(f"{'temqpx'[k % 6 :]}{'wxyz'[k % 4]}o{k % 7}rd" for k in range(250))[:2000])

    assert time.perf_counter() - begun < 1
