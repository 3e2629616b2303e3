"""Playlists: what is in them, who may change them, and links to them."""

from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from models.errors import Invalid, NotFound, Outdated, TooLarge
from models.generation import Brief, WorkInfo
from models.job import Job, JobState
from models.mood import Mood
from models.playlist import MOST_ITEMS, NewItem, NewItems, NewOrder, PlaylistChange, PlaylistRequest
from models.recommendation import Place, Recommendation, RecommendationList, TrackFeatures, Wish
from models.track import MatchedFile
from modules.documents.idempotency import KEYS, KeyReused
from modules.documents.sqlite import SQLiteDocuments
from modules.playlists.collection import PLAYLISTS
from modules.playlists.entries import Entries
from modules.playlists.playlists import Playlists
from tests.fakes import Clock

FILE = "collection:" + "ab" * 32
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def job(state=JobState.FINISHED):
    work = WorkInfo(parts=[], seconds=61.5, summary={"title": "Dawn in F"})
    told = {"engine": "composer", "queue": "cpu", "created_at": NOW, "updated_at": NOW}
    return Job(id="job", owner="ada", brief=Brief(engine="composer"), state=state, work=work, **told)


def work_of(owner, job_id):
    if (owner, job_id) == ("ada", "job"):
        return job()
    if job_id == "running":
        return job(JobState.RUNNING)
    raise NotFound("There is no such order of yours.")


def file_of(file):
    told = {"path": "x.mid", "digest": "ab" * 32, "playable": True, "seconds": 90.0}
    return MatchedFile(id=FILE, title="Morgen!", artist="Richard Strauss", **told) if file == FILE else None


def recommend(owner, asked):
    features = TrackFeatures(valence=0, energy=0, source="x")
    told = {"planned": Place(valence=0, energy=0), "score": 1.0, "contributions": [], "features": features}
    items = [
        Recommendation(id=FILE, name="Morgen!", artist="Strauss", file=FILE, source="s", sentence="Since.", **told),
        Recommendation(id="t", name="Song", artist="A", spotify_id="x1", source="s", sentence="So.", **told),
    ]
    wish = Wish(**dict(asked) | {"mood": asked.mood or Mood.named("calm"), "seed": asked.seed or 9})
    return RecommendationList(**dict(wish), items=items, unknown=0, sources=[], degraded=False, notes=["Short."])


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def playlists(tmp_path, clock):
    documents = SQLiteDocuments(tmp_path / "x.sqlite", clock)
    documents.prepare([PLAYLISTS, KEYS])
    numbers = iter(range(10_000_000, 99_999_999))
    new_id = lambda: f"id-{next(numbers)}"
    yield Playlists(documents, Entries(work_of, file_of, clock, new_id), recommend, clock, new_id)
    documents.close()


def anything(_):
    return True


def items(*names):
    return NewItems(items=[NewItem(name=name) for name in names])


def names(playlist):
    return "".join(item.name for item in playlist.items)


@pytest.fixture
def mine(playlists):
    return playlists.create("ada", PlaylistRequest(name="Mine", items=items(*"abc").items))


def test_tracks_files_and_works_stand_side_by_side(playlists):
    wanted = [NewItem(name="Song", artist="A", spotify_id="spotify:track:x1"), NewItem(file=FILE), NewItem(work="job")]

    made = playlists.create("ada", PlaylistRequest(items=wanted))

    assert [(one.kind, one.name, one.artist, one.seconds) for one in made.items] == [
        ("track", "Song", "A", None),
        ("file", "Morgen!", "Richard Strauss", 90.0),
        ("work", "Dawn in F", "MuseAIka", 61.5),
    ]
    assert (made.items[0].spotify_id, made.items[1].file, made.items[2].work) == ("x1", FILE, "job")
    assert len({one.id for one in made.items}) == 3


@pytest.mark.parametrize(
    ("item", "refusal"),
    [
        (NewItem(file="collection:00"), Invalid),
        (NewItem(work="running"), Invalid),
        (NewItem(work="another's"), NotFound),
    ],
)
def test_what_is_not_there_cannot_be_put_in(playlists, mine, item, refusal):
    with pytest.raises(refusal):
        playlists.add("ada", mine.id, anything, NewItems(items=[item]))
    assert names(playlists.get("ada", mine.id)) == "abc"


@pytest.mark.parametrize("given", [{}, {"name": " "}, {"work": "job", "file": FILE}, {"name": "x" * 1001}])
def test_an_item_is_something_and_one_thing(given):
    with pytest.raises(ValidationError):
        NewItem(**given)


def test_a_list_is_filled_for_a_mood_a_goal_and_a_length(playlists):
    made = playlists.create("ada", PlaylistRequest(mood="sad", goal="lift", length=2, seed=4))

    assert (made.name, made.mood.label, made.goal, made.seed) == ("Up from sad", "sad", "lift", 4)
    assert [(one.kind, one.why, one.seconds) for one in made.items] == [
        ("file", "Since.", 90.0),
        ("track", "So.", None),
    ]
    assert made.notes == ["Short."]
    assert playlists.create("ada", PlaylistRequest(mood="sad", goal="journey", to="calm")).name == "From sad to calm"
    assert playlists.create("ada", PlaylistRequest(mood="happy")).name == "Happy music"
    assert playlists.create("ada", PlaylistRequest(mood="happy", items=[])).items == []
    assert playlists.create("ada", PlaylistRequest()).items == []


def test_a_list_is_either_told_or_filled():
    with pytest.raises(ValidationError):
        PlaylistRequest(items=[NewItem(name="x")], goal="lift")


def test_items_come_in_between_go_and_change_places(playlists, mine):
    added = playlists.add("ada", mine.id, anything, NewItems(items=items(*"xy").items, at=1))
    assert names(added) == "axybc"
    gone = playlists.remove("ada", mine.id, anything, added.items[0].id)
    assert names(gone) == "xybc"
    turned = playlists.reorder("ada", mine.id, anything, NewOrder(order=[one.id for one in gone.items][::-1]))
    assert names(turned) == "cbyx"
    assert (turned.version, names(playlists.get("ada", mine.id))) == (4, "cbyx")


def test_orders_places_and_items_that_cannot_be_are_refused(playlists, mine):
    known = [one.id for one in mine.items]
    for order in (known[:2], [*known, known[0]], [known[0], known[1], "other"], [known[0]] * 3):
        with pytest.raises(Invalid):
            playlists.reorder("ada", mine.id, anything, NewOrder(order=order))
    with pytest.raises(Invalid):
        playlists.add("ada", mine.id, anything, NewItems(items=items("x").items, at=4))
    with pytest.raises(NotFound):
        playlists.remove("ada", mine.id, anything, "other")
    assert names(playlists.get("ada", mine.id)) == "abc"


def test_the_same_track_may_stand_in_a_list_twice(playlists, mine):
    twice = playlists.add("ada", mine.id, anything, items("a"))
    assert names(playlists.remove("ada", mine.id, anything, twice.items[0].id)) == "bca"


def test_a_list_that_is_full_takes_no_more(playlists):
    many = [NewItem(name=str(k)) for k in range(MOST_ITEMS)]
    made = playlists.create("ada", PlaylistRequest(items=many))
    with pytest.raises(TooLarge):
        playlists.add("ada", made.id, anything, items("x"))


def test_who_read_an_older_version_is_told_and_changes_nothing(playlists, mine):
    read = lambda version: version == mine.version
    playlists.change("ada", mine.id, read, PlaylistChange(name="First"))

    changes = (
        lambda: playlists.change("ada", mine.id, read, PlaylistChange(name="Second")),
        lambda: playlists.add("ada", mine.id, read, items("x")),
        lambda: playlists.remove("ada", mine.id, read, mine.items[0].id),
        lambda: playlists.reorder("ada", mine.id, read, NewOrder(order=[one.id for one in mine.items])),
        lambda: playlists.delete("ada", mine.id, read),
    )
    for change in changes:
        with pytest.raises(Outdated) as refused:
            change()
        assert refused.value.extra["version"] == 2
    assert playlists.get("ada", mine.id).name == "First"


def test_a_list_is_its_owners_alone(playlists, mine):
    for act in (
        lambda: playlists.get("bob", mine.id),
        lambda: playlists.change("bob", mine.id, anything, PlaylistChange(name="x")),
        lambda: playlists.delete("bob", mine.id, anything),
        lambda: playlists.share("bob", mine.id),
        lambda: playlists.get("ada", "nothing"),
    ):
        with pytest.raises(NotFound):
            act()
    assert playlists.page("bob")[0] == []


def test_a_link_shows_the_list_until_it_is_ended_or_replaced(playlists, mine, tmp_path):
    first = playlists.share("ada", mine.id)
    assert playlists.shared(first).id == mine.id
    second = playlists.share("ada", mine.id)
    with pytest.raises(NotFound):
        playlists.shared(first)

    told = playlists.shared(second).shared().model_dump()
    assert "owner" not in told
    assert {"kind", "name", "artist", "spotify_id", "seconds"} == set(told["items"][0])
    playlists.unshare("ada", mine.id)
    playlists.unshare("ada", mine.id)
    with pytest.raises(NotFound):
        playlists.shared(second)


def test_the_token_of_a_link_is_kept_nowhere(playlists, mine):
    token = playlists.share("ada", mine.id)
    assert token not in str(playlists.documents.get(PLAYLISTS, mine.id))


def test_the_same_key_makes_one_list(playlists):
    one, again = (playlists.create("ada", PlaylistRequest(name="X"), "key") for _ in range(2))
    assert one == again
    with pytest.raises(KeyReused):
        playlists.create("ada", PlaylistRequest(name="Y"), "key")


def test_the_list_that_was_changed_last_comes_first(playlists, clock):
    made = []
    for name in "abc":
        clock.advance(seconds=1)
        made.append(playlists.create("ada", PlaylistRequest(name=name)))
    clock.advance(seconds=1)
    playlists.change("ada", made[0].id, anything, PlaylistChange(description="new"))

    page, cursor = playlists.page("ada", limit=2)
    rest, end = playlists.page("ada", limit=2, cursor=cursor)

    assert [one.name for one in (*page, *rest)] == ["a", "c", "b"]
    assert end is None
    playlists.delete("ada", made[0].id, anything)
    assert [one.name for one in playlists.page("ada")[0]] == ["c", "b"]
