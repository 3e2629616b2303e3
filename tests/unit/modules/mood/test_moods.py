import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest

from models.mood import Mood
from models.mood_entry import MoodEntry
from models.reading import Box, Reading
from modules.documents.idempotency import KeyReused
from modules.documents.shelf import Shelf
from modules.documents.store import Range
from modules.mood.collection import MOODS
from modules.mood.days import Span
from modules.mood.emotions import mood_of
from modules.mood.fusion import NoEvidence, UnknownSource
from modules.mood.moods import MoodNotFound


def reading(source="face", certain=True, confidence=0.8, **emotions):
    emotions = emotions or {"happy": 0.9, "neutral": 0.1}
    return Reading(
        mood=mood_of(emotions, source, confidence),
        emotions=emotions,
        certain=certain,
        boxes=[Box(left=0.1, top=0.1, width=0.2, height=0.3, score=0.9)],
        language="English",
        notes=["It says: my secret sentence"],
        network="face 12ab",
    )


def test_a_reading_is_kept_with_what_it_amounts_to(moods, clock):
    entry = moods.record("ada", [reading()])

    assert moods.get("ada", entry.id) == entry
    assert entry.mood.label == "happy"
    assert entry.mood == entry.observed
    assert (entry.mood.source, entry.certain, entry.created_at) == ("face", True, clock.now)
    assert entry.evidence[0].network == "face 12ab"


def test_nothing_about_the_picture_or_the_sentence_is_kept(moods, documents):
    entry = moods.record("ada", [reading(), reading("text")])

    stored = documents.get(MOODS, entry.id)
    assert "secret" not in repr(stored)
    assert "English" not in repr(stored)
    assert {name for one in stored["evidence"] for name in one} == {"mood", "certain", "network"}


def test_what_a_client_sends_as_a_distribution_is_kept_only_as_far_as_it_names_emotions(moods):
    sent = {"joy": 0.5, "my diary": 1.0, "a.b": 3.0, "sad": float("nan"), "angry": 7.0}
    entry = moods.record("ada", [Mood.at(0.5, 0.5, distribution=sent)])

    assert entry.evidence[0].mood.distribution == {"happy": 0.5, "angry": 1.0}


def test_face_text_and_pointing_become_one_mood_near_to_where_the_person_points(moods):
    entry = moods.record("ada", [reading(), reading("text", sadness=1.0), Mood.at(-0.5, -0.5)])

    assert entry.mood.source == "face+text+pointed"
    assert (entry.mood.valence, entry.mood.arousal) == pytest.approx((-0.5, -0.5), abs=0.08)


def test_who_cannot_tell_does_not_count_while_others_can(moods):
    entry = moods.record("ada", [reading(certain=False), reading("text", sadness=1.0)])

    assert (entry.mood.label, entry.certain) == ("sad", True)
    assert any("face" in note for note in entry.notes)


def test_if_nobody_can_tell_the_entry_says_so(moods):
    entry = moods.record("ada", [reading(certain=False, confidence=0.2)])

    assert not entry.certain
    assert entry.mood.confidence == pytest.approx(0.2)


@pytest.mark.parametrize(("heard", "refusal"), [([], NoEvidence), ([Mood.at(0, 0, source="magic")], UnknownSource)])
def test_what_cannot_be_a_mood_is_refused_and_changes_nothing(moods, heard, refusal):
    with pytest.raises(refusal) as caught:
        moods.record("ada", heard, key="once")

    assert caught.value.next_step
    assert moods.page("ada") == ([], None)


def test_weighing_says_what_recording_would_and_keeps_nothing(moods):
    weighed = moods.weigh("ada", [reading()])

    assert (weighed.id, moods.page("ada")[0]) == ("", [])
    assert moods.record("ada", [reading()]).mood == weighed.mood


def test_the_same_key_records_once(moods):
    first = moods.record("ada", [reading()], key="once")

    assert moods.record("ada", [reading()], key="once") == first
    with pytest.raises(KeyReused):
        moods.record("ada", [reading(sadness=1.0)], key="once")
    assert len(moods.page("ada")[0]) == 1


def test_moods_are_nobody_elses_business(moods):
    entry = moods.record("ada", [reading()])

    for act in (
        lambda: moods.get("eve", entry.id),
        lambda: moods.correct("eve", entry.id, Mood.named("sad")),
        lambda: moods.restore("eve", entry.id),
        lambda: moods.delete("eve", entry.id),
        lambda: moods.get("ada", "mood99"),
    ):
        with pytest.raises(MoodNotFound):
            act()
    assert moods.page("eve") == ([], None)
    assert moods.get("ada", entry.id) == entry


def test_a_correction_counts_and_can_be_taken_back(moods, clock):
    entry = moods.record("ada", [reading()])
    clock.advance(minutes=1)

    corrected = moods.correct("ada", entry.id, Mood.named("melancholic"))
    assert (corrected.mood.label, corrected.mood.source, corrected.mood.confidence) == ("melancholic", "named", 1.0)
    assert corrected.observed == entry.observed
    assert corrected.corrected_at == clock.now

    restored = moods.restore("ada", entry.id)
    assert restored.model_copy(update={"version": entry.version}) == entry


def test_corrections_shift_later_readings_of_that_source_and_person_only(moods):
    for _ in range(5):
        moods.correct("ada", moods.record("ada", [reading(angry=1.0)]).id, Mood.named("neutral"))
    plain = mood_of({"angry": 1.0}, "face", 0.8)

    later = moods.record("ada", [reading(angry=1.0)]).mood
    assert later.label == "neutral"
    assert moods.record("eve", [reading(angry=1.0)]).mood.label == plain.label
    assert moods.record("ada", [reading("text", angry=1.0)]).mood.label == plain.label


def test_who_changes_their_mind_about_where_they_pointed_is_still_believed_next_time(moods):
    for _ in range(5):
        moods.correct("ada", moods.record("ada", [Mood.at(0.5, 0.5)]).id, Mood.named("sad"))

    later = moods.record("ada", [Mood.at(0.5, 0.5)]).mood
    assert (later.valence, later.arousal) == (0.5, 0.5)


@pytest.mark.parametrize("how", ["restore", "delete"])
def test_taking_corrections_back_restores_the_former_behaviour_exactly(moods, how):
    first = moods.record("ada", [reading()])
    before = moods.calibration("ada").adjusted(first.mood)
    entries = [moods.record("ada", [reading(angry=0.6, fear=0.4)]) for _ in range(3)]
    for entry in entries:
        moods.correct("ada", entry.id, Mood.named("calm"))
    assert moods.calibration("ada").adjusted(first.mood) != before

    for entry in entries:
        getattr(moods, how)("ada", entry.id)

    assert moods.calibration("ada").adjusted(first.mood) == before
    assert moods.record("ada", [reading()]).mood == first.mood


def test_history_comes_newest_first_page_by_page_and_between_two_times(moods, clock):
    ids = []
    for _ in range(7):
        ids.insert(0, moods.record("ada", [reading()]).id)
        clock.advance(hours=1)

    seen, cursor = [], None
    for _ in range(3):
        entries, cursor = moods.page("ada", limit=3, cursor=cursor)
        seen += [entry.id for entry in entries]
    assert (seen, cursor) == (ids, None)

    start = datetime(2026, 1, 1, tzinfo=UTC)
    some, _ = moods.page("ada", when=Range(gte=start + timedelta(hours=2), lt=start + timedelta(hours=4)))
    assert [entry.id for entry in some] == ids[3:5]
    assert [entry.id for entry in moods.between("ada")] == ids[::-1]


def test_days_are_summed_by_the_persons_own_clock(moods, clock):
    clock.advance(hours=22)
    moods.record("ada", [Mood.at(0.8, 0.2)])
    clock.advance(hours=1, minutes=30)
    moods.record("ada", [Mood.at(0.4, -0.2)])
    first, last = date(2026, 1, 1), date(2026, 1, 3)

    (here,) = moods.days("ada", Span(first, last))
    assert (here.day, here.count, here.mood.valence, here.mood.arousal) == (
        first,
        2,
        pytest.approx(0.6),
        pytest.approx(0),
    )
    assert here.spread == pytest.approx(0.2828, abs=1e-3)
    assert here.mood.source == "mean"

    east = moods.days("ada", Span(first, last, timedelta(hours=1)))
    assert [(one.day.day, one.count) for one in east] == [(1, 1), (2, 1)]


def test_a_corrected_mood_counts_as_corrected_in_the_day(moods):
    entry = moods.record("ada", [reading()])
    moods.correct("ada", entry.id, Mood.named("sad"))

    (day,) = moods.days("ada", Span(date(2026, 1, 1), date(2026, 1, 1)))
    assert day.mood.label == "sad"


def test_an_entry_is_told_to_its_owner_without_what_only_the_store_needs(moods):
    entry = moods.record("ada", [reading()])

    assert not {"owner", "version"} & set(entry.view().model_dump())
    assert isinstance(Shelf(moods.documents, MOODS, MoodEntry).get(entry.id), MoodEntry)


def test_corrections_at_the_same_time_leave_one_of_them_whole(moods):
    entry = moods.record("ada", [reading()])
    start = threading.Barrier(6)

    def correct(number):
        start.wait()
        moods.correct("ada", entry.id, Mood.at(number / 10, -number / 10))

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(correct, range(1, 7)))

    last = moods.get("ada", entry.id)
    assert last.mood.valence == -last.mood.arousal > 0
    assert last.observed == entry.observed
    assert last.version == entry.version + 6
