"""Lists: where they lead, what they are made of, and what they say about it."""

import math
import random
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from scipy.stats import spearmanr

from models.errors import Invalid
from models.mood import Mood
from models.recommendation import Feedback, Goal, Said, Wish
from modules.recommending.compiling import Person, compiled
from modules.recommending.pool import Choice, pool_of

NOW = datetime(2026, 1, 10, tzinfo=UTC)


def wish(mood="neutral", goal="match", seed=1, **more):
    return Wish(mood=mood, goal=goal, seed=seed, **more)


def listed(choice, asked, person=None):
    return compiled(choice, asked, person or Person()).items


def mean(items):
    return [sum(getattr(one.features, axis) for one in items) / len(items) for axis in ("valence", "energy")]


def said(item, what, mood=None, days=0):
    told = {"name": item.name, "artist": item.artist, "created_at": NOW - timedelta(days=days)}
    mood = Mood.named(mood) if mood else None
    return Feedback(id=f"{item.id}-{what}", owner="me", item=item.id, says=Said(what), mood=mood, **told)


def test_the_numbers_of_every_item_add_up_to_its_score(choice):
    items = listed(choice, wish("calm", "lift"))
    feedback = (said(items[0], "like"), said(items[1], "skip"), said(items[2], "not", "calm"))

    after = listed(choice, wish("calm", "lift"), Person(feedback, frozenset({items[3].id}), NOW))

    assert len(items) == len(after) == 20
    for item in (*items, *after):
        assert item.score == pytest.approx(sum(part.amount for part in item.contributions), abs=1e-9)
        assert all(part.why for part in item.contributions)
        assert item.sentence.startswith("Sounds ")


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize(("goal", "axis", "way"), [("lift", 0, 1), ("calm", 1, -1), ("energize", 1, 1)])
def test_every_track_lies_where_the_goal_points(choice, goal, axis, way, seed):
    chance = random.Random(seed)
    mood = Mood.at(chance.uniform(-0.7, 0.7), chance.uniform(-0.7, 0.7))

    items = listed(choice, wish(mood, goal, seed))

    here = (mood.valence, mood.arousal)[axis]
    assert len(items) == 20
    assert all(way * ((one.features.valence, one.features.energy)[axis] - here) > 0 for one in items)


@pytest.mark.parametrize("seed", range(8))
def test_a_match_stays_at_the_mood(choice, seed):
    chance = random.Random(seed)
    mood = Mood.at(chance.uniform(-0.7, 0.7), chance.uniform(-0.7, 0.7))

    items = listed(choice, wish(mood, seed=seed))

    assert math.dist(mean(items), (mood.valence, mood.arousal)) <= 0.1
    assert all(
        math.dist((one.features.valence, one.features.energy), (mood.valence, mood.arousal)) < 0.5 for one in items
    )


@pytest.mark.parametrize(("start", "end"), [("sad", "happy"), ("angry", "calm"), ("sleepy", "excited")])
def test_a_journey_leads_evenly_from_one_mood_to_the_other(choice, start, end):
    items = listed(choice, wish(start, "journey", to=end))

    for axis in ("valence", "energy"):
        planned = [getattr(one.planned, axis) for one in items]
        assert spearmanr(planned, [getattr(one.features, axis) for one in items]).statistic >= 0.9
    goal = Mood.named(end)
    assert math.dist((items[-1].features.valence, items[-1].features.energy), (goal.valence, goal.arousal)) <= 0.15


def test_a_journey_without_an_end_is_refused(choice):
    with pytest.raises(Invalid) as refused:
        listed(choice, wish("sad", "journey"))
    assert (refused.value.field, bool(refused.value.next_step)) == ("to", True)


def test_no_artist_comes_more_than_twice_however_they_are_written(one):
    same = [one(k, 0.5, -0.6, artist=("The Beatles", "Beatles, The", "beatles")[k % 3]) for k in range(30)]
    nobody = [one(100 + k, 0.5, -0.6, artist="") for k in range(3)]

    items = listed(Choice((pool_of([*same, *nobody]),)), wish("calm"))

    assert Counter(bool(item.artist) for item in items) == {True: 2, False: 3}


def test_the_same_seed_gives_the_same_list_and_another_another(choice):
    first, again, other = (listed(choice, wish("calm", seed=seed)) for seed in (5, 5, 6))

    assert first == again
    assert [one.id for one in other] != [one.id for one in first]


def test_the_order_in_which_tracks_stand_does_not_matter(one):
    tracks = [one(k, math.sin(k), math.cos(k) / 2) for k in range(50)]

    lists = [listed(Choice((pool_of(some),)), wish("calm")) for some in (tracks, tracks[::-1])]

    assert lists[0] == lists[1]


def test_what_is_liked_comes_more_and_what_is_skipped_less(choice):
    before = listed(choice, wish("calm"))
    last, first = before[-1], before[0]

    after = listed(choice, wish("calm"), Person((said(last, "like"), said(first, "skip")), now=NOW))

    places = [one.id for one in after]
    assert places.index(last.id) < len(before) - 1
    assert "you liked it" in after[places.index(last.id)].sentence
    assert first.id not in places


def test_what_is_not_calm_is_not_offered_as_calm_but_still_as_something_else(choice):
    [item, *_] = listed(choice, wish("calm"))
    person = Person((said(item, "not", "calm"),), now=NOW)

    assert item.id not in [one.id for one in listed(choice, wish("calm"), person)]
    elsewhere = said(item, "not", "angry")
    assert listed(choice, wish("calm"), Person((elsewhere,), now=NOW))[0].id == item.id


def test_a_skip_fades_with_the_days(choice):
    [item, *_] = listed(choice, wish("calm"))

    assert item.id in [one.id for one in listed(choice, wish("calm"), Person((said(item, "skip", days=200),), now=NOW))]


def test_what_was_shown_comes_again_only_where_nothing_else_is(one):
    choice = Choice((pool_of([one(k, 0.5, -0.6) for k in range(25)]),))
    first = listed(choice, wish("calm"))
    shown = frozenset(item.id for item in first)

    made = compiled(choice, wish("calm"), Person(shown=shown))

    fresh = [item for item in made.items if item.id not in shown]
    assert len(fresh) == 5
    assert made.items[:5] == fresh
    assert any("15 of these" in note for note in made.notes)
    assert "last days" in made.items[-1].sentence


def test_a_list_is_rather_short_than_wrong_and_says_so(one):
    choice = Choice((pool_of([one(1, 0.5, -0.6), one(2, -0.9, 0.9)]),))

    made = compiled(choice, wish("calm"), Person())

    assert [item.id for item in made.items] == ["track-1"]
    assert "1 instead of 20" in made.notes[0]
    assert compiled(Choice((pool_of([]),)), wish("calm"), Person()).notes == ["Nothing here feels like that."]


def test_what_nobody_knows_stays_unknown_and_is_counted(one):
    unknown = one(1, None, -0.6), one(2, 0.5, None), one(3, None, None)
    choice = Choice((pool_of([*unknown, one(4, 0.5, -0.6)], own=True),))

    made = compiled(choice, wish("calm"), Person())

    assert [item.id for item in made.items] == ["track-4"]
    assert choice.unknown == 3
    assert "3 of your tracks are left out" in made.notes[-1]


def test_a_song_that_is_there_twice_comes_once_from_the_first_place(one):
    mine = pool_of([one(1, 0.5, -0.6, name="Yesterday", artist="The Beatles")], own=True)
    theirs = pool_of([one(2, 0.5, -0.6, name="Yesterday - Remastered 2009", artist="Beatles, The")])

    assert [item.id for item in listed(Choice((mine, theirs)), wish("calm"))] == ["track-1"]


def test_surer_and_own_tracks_come_first_where_all_else_is_equal(one):
    unsure, sure = one(1, 0.5, -0.6, confidence=0.1), one(2, 0.5, -0.6, confidence=0.9)

    items = listed(Choice((pool_of([unsure, sure]),)), wish("calm"))

    assert [item.id for item in items] == ["track-2", "track-1"]
    assert "only a guess" in items[1].sentence
    assert Goal.MATCH is wish("calm").goal


def test_a_match_with_neighbours_on_one_side_only_leaves_out_the_farthest(one):
    """A point at the rim: everything else lies inwards."""
    near = [one(k, 0.8, 0.02 * k - 0.1) for k in range(10)]
    inwards = [one(100 + k, 0.45, 0.02 * k - 0.1) for k in range(10)]

    items = listed(Choice((pool_of([*near, *inwards]),)), wish(Mood.at(0.9, 0.0)))

    assert 5 <= len(items) < 20
    assert math.dist(mean(items), (0.9, 0.0)) <= 0.15
    far = listed(Choice((pool_of(inwards),)), wish(Mood.at(0.9, 0.0)))
    assert len(far) == 10, "where it cannot be, all that is near enough is kept"


def test_a_journey_that_goes_nowhere_or_is_one_step_is_a_list_too(choice):
    assert len(listed(choice, wish("calm", "journey", to="calm"))) == 20
    [item] = listed(choice, wish("sad", "journey", to="happy", limit=1))
    assert item.planned.valence == Mood.named("happy").valence
