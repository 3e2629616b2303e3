import json
import re

import pytest
from pydantic import ValidationError

from models.errors import Conflict
from models.job import JobState
from models.question import Question
from modules.generation.questions.follow_ups import _ASKABLE
from modules.generation.questions.questions import ANSWERS, NoSuchSong, NotFinished
from modules.generation.questions.understanding import understand
from modules.generation.questions.vocabulary import CUES

pytestmark = pytest.mark.slow

EVERYTHING = [
    "why this tempo?",
    "why this key / chords / instruments / length?",
    "which of my songs shaped it?",
    "is it copied?",
    "who made it / with what weights / seed / can I use it?",
    "how can I get the same again?",
    "what is the form / where is the chorus (bars and seconds)?",
    "what mood does it have?",
    "how many notes, who sings, how loud is it, which metre, is it a loop, which files, when was it made?",
    "tell me about this song",
    "nonsense entirely",
]
WISHES = ["darker", "happier", "faster", "slower", "calmer", "livelier", "longer", "shorter", "different"]
WISHES += ["closer to my songs", "less like them", "louder", "higher", "a loop", "2 minutes long at 100 bpm", "sad"]
WISHES += ["sound like an orchestra", "minor", "20 bars long"]


@pytest.fixture(params=["calm", "liked", "several", "rendered"])
def job(request):
    return request.getfixturevalue(request.param)


def pointed(house, job, path):
    """The value that a fact's path leads to, read from the stored file."""
    name, _, pointer = path.partition("#/")
    found = json.loads(b"".join(house.files.read(job.folder + name)))
    for step in pointer.split("/"):
        found = found[int(step)] if isinstance(found, list) else found[step]
    return found


def test_there_is_an_answer_for_everything_that_is_understood():
    assert set(ANSWERS) == set(CUES)


@pytest.mark.parametrize("question", EVERYTHING)
def test_every_fact_stands_in_the_record(house, job, question):
    answer = house.ask(job, question)

    assert answer.answer
    assert "None" not in answer.answer.replace("None: no songs", "")
    for fact in answer.facts:
        assert pointed(house, job, fact.path) == fact.value


@pytest.mark.parametrize("question", EVERYTHING + [f"How do I make it {wish}?" for wish in WISHES])
def test_three_next_questions_are_understood_and_not_those_just_asked(house, job, question):
    answer = house.ask(job, question)

    assert len(set(answer.ask_next)) == 3
    for following in answer.ask_next:
        told = house.ask(job, following)
        assert told.understood_as
        assert "I did not understand" not in told.answer


def test_every_question_that_is_proposed_means_what_it_is_proposed_for():
    for meant, question in _ASKABLE.items():
        assert meant in understand(question).names


def orders(house, job):
    for wish in WISHES:
        answer = house.ask(job, f"How do I make it {wish}?")
        assert answer.understood_as
        assert answer.answer
        if answer.suggestion is not None:
            yield wish, answer.suggestion


def test_every_suggestion_can_be_sent_as_it_is(house, job):
    for _, suggestion in orders(house, job):
        taken = house.jobs.submit("ann", type(suggestion).model_validate_json(suggestion.model_dump_json()))
        assert taken.state is JobState.QUEUED
        asked = taken.brief.model_dump(exclude={"seed"})
        assert asked != job.brief.model_dump(exclude={"seed"}) or taken.brief.seed != job.brief.seed


def test_what_can_be_had_is_suggested(house, calm, liked, rendered):
    assert {wish for wish, _ in orders(house, calm)} == set(WISHES) - {"closer to my songs", "less like them"}
    assert {wish for wish, _ in orders(house, liked)} == set(WISHES)
    assert {wish for wish, _ in orders(house, rendered)} == {
        "faster",
        "slower",
        "louder",
        "higher",
        "2 minutes long at 100 bpm",
    }


def test_a_darker_order_is_less_pleasant_and_the_rest_stays(house, calm):
    suggestion = house.ask(calm, "How do I make it darker?").suggestion

    assert suggestion.mood.valence < calm.brief.mood.valence
    assert suggestion.mood.arousal == calm.brief.mood.arousal
    assert (suggestion.seed, suggestion.seconds) == (calm.brief.seed, calm.brief.seconds)


def test_a_bit_darker_is_half_a_step_and_little_room_is_told(house, calm):
    assert house.ask(calm, "make it a bit darker").suggestion.mood.valence == pytest.approx(0.15)
    assert house.ask(calm, "make it darker").suggestion.mood.valence == pytest.approx(-0.25)
    happy = house.made(mood="happy", seconds=4)
    assert "little room left" in house.ask(happy, "make it happier").answer


def test_wishes_for_one_order_add_up(house, calm):
    answer = house.ask(calm, "make it happier, calmer and 20 % faster")
    mood = answer.suggestion.mood

    assert (mood.valence, mood.arousal) == (1.0, -1.0)
    assert answer.suggestion.options["bpm"] == 97


def test_a_made_suggestion_is_what_it_promised(house, calm):
    faster = house.ask(calm, "How do I make it faster?").suggestion
    made = house.made(seconds=faster.seconds, seed=faster.seed, mood=faster.mood, **faster.options)

    assert made.work.summary["bpm"] == faster.options["bpm"] > calm.work.summary["bpm"]


def test_the_tempo_is_explained_with_its_numbers(house, calm):
    answer = house.ask(calm, "Why this tempo?")
    bpm = calm.work.summary["bpm"]

    assert f"{bpm:g} quarters a minute" in answer.answer
    assert "piano" in answer.answer
    assert "calm (arousal -0.65) slows it down" in answer.answer
    assert answer.understood_as == ["tempo"]
    assert answer.suggestion is None


def test_the_reference_that_shaped_a_song_is_named_and_so_is_what_was_left_out(house, liked):
    answer = house.ask(liked, "Which of my songs shaped it?").answer

    assert re.search(r"(first|second)\.mid shaped this one", answer)
    assert "drums.mid was left out: it has only drums" in answer


def test_a_reference_of_the_collection_is_called_by_the_track_it_was_found_for(house, liked):
    job = house.made(seconds=8, like=liked.brief.options["like"][:1])
    record = json.loads(b"".join(house.files.read(job.folder + "record.json")))
    record["inputs"]["references"][0] |= {"track": "Chopin - Nocturne", "level": "version"}
    house.files.put(job.folder + "record.json", [json.dumps(record).encode()], "application/json")

    answer = house.ask(job, "Which of my songs shaped it?").answer
    assert "Chopin - Nocturne (by first.mid, another version of it) shaped this one" in answer


def test_without_references_it_says_so(house, calm):
    assert "no songs of yours" in house.ask(calm, "Which of my songs shaped it?").answer
    assert house.ask(calm, "How do I make it closer to my songs?").suggestion is None


def test_parts_are_told_in_bars_and_seconds_to_the_very_end(house, calm):
    answer = house.ask(calm, "Where is the chorus?").answer

    assert "calls nothing a chorus" in answer
    assert re.search(r"B, the strong part, in bars \d+ to \d+ \(\d+:\d\d\.\d to ", answer)
    assert "to 0:40.0)" in answer


def test_the_seconds_of_bars_follow_a_tempo_that_changes(house):
    job = house.made(seconds=60, path=[{"at": 0, "mood": "tense"}, {"at": 60, "mood": "sleepy"}])
    answer = house.ask(job, "Where do its parts begin? What is its form?").answer
    chords = json.loads(b"".join(house.files.read(job.folder + "chords.json")))
    starts = {one["bar"]: one["start"] for one in chords["chords"] if one["quarter"] == 1}

    for bar, minutes, seconds in re.findall(r"bars (\d+) to \d+ \((\d+):([\d.]+)", answer):
        assert 60 * int(minutes) + float(seconds) == pytest.approx(starts[int(bar)], abs=0.06)


def test_a_length_that_comes_from_the_path_is_told_so(house):
    job = house.made(path=[{"at": 0, "mood": "tense"}, {"at": 9, "mood": "calm"}])

    assert "its path of moods ends at 9 seconds" in house.ask(job, "Why this length?").answer


def test_the_same_again_is_the_very_order(house, calm, liked):
    for job in (calm, liked):
        suggestion = house.ask(job, "How can I get the same again?").suggestion
        assert house.jobs.submit("ann", suggestion).brief == job.brief


def test_references_that_are_gone_are_left_out_and_told(house):
    gone, kept = house.upload(8, "gone.mid"), house.upload(9, "kept.mid")
    job = house.made(seconds=8, like=[gone, kept])
    house.uploads.delete("ann", gone)
    answer = house.ask(job, "make it calmer")

    assert answer.suggestion.options["like"] == [kept]
    assert "no longer here" in answer.answer
    assert house.ask(job, "How can I get the same again?").suggestion is None


def test_limits_are_told_instead_of_orders_that_would_be_refused(house):
    job = house.made(mood=[-1, 0], seconds=4, bpm=300)

    assert house.ask(job, "make it darker").suggestion is None
    assert "as dark as can be" in house.ask(job, "make it darker").answer
    assert house.ask(job, "make it faster").suggestion is None


def test_a_fixed_key_gives_way_to_the_mood(house):
    job = house.made(mood=[0.2, 0], seconds=4, key="C major")

    assert house.ask(job, "make it darker").suggestion.options["key"] == "C minor"


def test_what_the_record_does_not_know_is_said(house, calm, rendered):
    assert "Licences and permissions are not in the record" in house.ask(calm, "Can I use it?").answer
    assert "holds no date" in house.ask(calm, "When was it made?").answer
    assert "nothing was compared" in house.ask(rendered, "Is it copied?").answer
    assert "No mood went into it" in house.ask(rendered, "What mood does it have?").answer
    unknown = house.ask(calm, "Which pizza goes with it?")
    assert "tempo, key, form" in unknown.answer
    assert (unknown.understood_as, unknown.facts, unknown.suggestion) == ([], [], None)


def test_other_languages_are_told_that_it_is_english_only(house, calm):
    answer = house.ask(calm, "Warum dieses Tempo?")

    assert "English only" in answer.answer
    assert answer.understood_as == []
    assert len(answer.ask_next) == 3


def test_one_of_several_songs_can_be_asked_about(house, several):
    third = house.ask(several, "Why this key?", song=3)

    assert third.answer.startswith("Song 3 of 3: ")
    assert all(fact.path.startswith("songs/03/") for fact in third.facts)
    assert house.ask(several, "Why the key of song 3?").facts == third.facts
    assert "you named none" in house.ask(several, "Why this key?").answer


@pytest.mark.parametrize(("question", "song", "field"), [("Why?", 4, "song"), ("key of song 9?", None, "question")])
def test_a_song_that_is_not_there_is_refused(house, several, question, song, field):
    with pytest.raises(NoSuchSong) as refused:
        house.ask(several, question, song)

    assert refused.value.field == field


def test_an_unfinished_work_has_no_answers_yet(house):
    with pytest.raises(NotFinished) as refused:
        house.ask(house.submit(mood="calm"), "why?")

    assert isinstance(refused.value, Conflict)
    assert refused.value.next_step


@pytest.mark.parametrize("text", ["", "   ", "x" * 2001])
def test_questions_that_are_none_are_refused(text):
    with pytest.raises(ValidationError):
        Question(question=text)


def test_two_thousand_characters_are_still_a_question(house, calm):
    assert house.ask(calm, "why this tempo? ".ljust(2000, "x")).understood_as == ["tempo"]


def test_a_record_that_was_changed_is_not_vouched_for(house):
    job = house.made(mood="calm", seconds=4)
    stored = b"".join(house.files.read(job.folder + "record.json"))
    house.files.put(job.folder + "record.json", [stored.replace(b'"piano"', b'"polka"')], "application/json")

    assert "Careful" in house.ask(job, "Which style is it?").answer


def test_an_older_record_without_reasons_says_that_it_does_not_know_them(house):
    job = house.made(mood="calm", seconds=4)
    record = json.loads(b"".join(house.files.read(job.folder + "record.json")))
    del record["result"]["reasons"]
    house.files.put(job.folder + "record.json", [json.dumps(record).encode()], "application/json")

    answer = house.ask(job, "Why this tempo, why this key, and why this length?")
    assert "does not say" in answer.answer
    assert answer.understood_as == ["tempo", "key", "length"]
