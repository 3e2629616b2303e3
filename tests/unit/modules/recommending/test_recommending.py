"""Recommending to people, with what is kept about lists and feedback."""

import pytest

from models.errors import Invalid, NotFound
from models.mood import Mood
from models.recommendation import FeedbackRequest, TrackFeatures, WishRequest
from models.track import Track
from modules.documents.sqlite import SQLiteDocuments
from modules.library.collection import TRACKS
from modules.library.tracks import Tracks
from modules.matching.matching import Matching
from modules.mood.collection import MOODS
from modules.mood.moods import Moods
from modules.recommending.collection import FEATURES, FEEDBACK, SHOWN
from modules.recommending.features import Features
from modules.recommending.features_csv import read_features
from modules.recommending.feedbacks import Feedbacks
from modules.recommending.gathering import Gathering
from modules.recommending.library import Library
from modules.recommending.lists_shown import ListsShown
from modules.recommending.open_music import OpenMusic
from modules.recommending.pool import Candidate
from modules.recommending.recommending import Recommending
from modules.recommending.sources.source import SourceAway
from modules.recommending.table import TableFile
from tests.fakes import Clock


def directly(function, *arguments):
    return function(*arguments)


class Radio:
    """A source of candidates that can be away."""

    name = "Radio"

    def __init__(self, away=False):
        self.away = away

    def candidates(self, owner, wish):
        if self.away:
            raise SourceAway("Radio: it does not answer.", next_step="Try again later.")
        features = TrackFeatures(valence=0.55, energy=-0.65, source="a tag", confidence=0.99)
        return [Candidate(f"radio:{k}", f"Wave {k}", f"Station {k}", self.name, features) for k in range(3)]


class Ears:
    """A source of features by Spotify's ids."""

    name = "Ears"

    def __init__(self):
        self.asked = []

    def features(self, spotify_ids):
        self.asked += spotify_ids
        return {one: TrackFeatures(valence=0.55, energy=-0.65, source="ears") for one in spotify_ids if one != "deaf"}


class House:
    def __init__(self, folder, sources=(), table=None):
        self.clock = Clock()
        self.documents = SQLiteDocuments(folder / "x.sqlite", self.clock)
        self.documents.prepare([TRACKS, MOODS, FEATURES, FEEDBACK, SHOWN])
        self.tracks = Tracks(self.documents, self.clock)
        self.features = Features(self.documents, self.clock)
        ids = iter(f"mood-{k}" for k in range(99))
        self.moods = Moods(self.documents, self.clock, lambda: next(ids))
        music = OpenMusic(Matching())
        library = Library(self.documents, music, directly)
        gathering = Gathering(music, library, self.features, TableFile(table), sources, directly)
        kept = Feedbacks(self.documents, self.clock), ListsShown(self.documents, self.clock, 3)
        seeds = iter(range(100, 999))
        self.recommending = Recommending(self.documents, gathering, *kept, self.moods, lambda: next(seeds))

    def ask(self, mood="calm", owner="ada", **more):
        return self.recommending.recommend(owner, WishRequest(mood=mood, **more))

    def bring(self, text, owner="ada"):
        return self.features.keep(owner, read_features(text.encode()))


@pytest.fixture
def house(tmp_path):
    house = House(tmp_path)
    yield house
    house.documents.close()


def ids(found):
    return [one.id for one in found.items]


def test_with_no_tracks_at_all_the_open_collection_answers(house):
    found = house.ask("angry", limit=10)

    assert len(found.items) == 10
    assert {one.source for one in found.items} == {"open music"}
    assert not found.degraded
    states = {one.name: one.state for one in found.sources}
    assert states == {"your tracks": "ok", "open music": "ok", "ListenBrainz": "off", "ReccoBeats": "off"}


def test_own_tracks_are_recommended_by_what_their_owner_brought(house):
    house.tracks.replace("ada", [Track(name="Weightless", artist="Marconi Union"), Track(name="Unheard", artist="X")])
    house.bring("artist,title,valence,energy\nMarconi Union,Weightless,.78,.17\n")

    found = house.ask(limit=5)

    mine = next(one for one in found.items if one.source == "your tracks")
    assert (mine.name, mine.features.source, mine.features.version) == ("Weightless", "your file", "yours 1")
    assert "one of your tracks" in mine.sentence
    assert found.unknown == 1
    assert "Weightless" not in [one.name for one in house.ask(limit=5, owner="bob").items]


def test_a_track_that_is_in_the_collection_is_known_by_its_notes_and_comes_once(house):
    house.tracks.replace("ada", [Track(name="Morgen", artist="Richard Strauss")])
    mood = house.recommending.gathering.open_music.found("Morgen", "Richard Strauss")[1]

    found = house.ask([mood.valence, mood.energy])

    same = [one for one in found.items if "morgen!" in one.name.lower() or one.name == "Morgen"]
    assert [(one.name, one.source) for one in same] == [("Morgen", "your tracks")]
    assert same[0].file.startswith("collection:")


def test_the_next_list_brings_something_else_and_the_same_one_comes_out_the_same(house):
    first = house.ask(limit=5, seed=1)
    house.clock.advance(hours=1)
    second = house.ask(limit=5, seed=2)
    house.clock.advance(hours=1)

    assert not set(ids(first)) & set(ids(second))
    assert house.ask(limit=5, seed=1) == first
    assert house.ask(limit=5, seed=2) == second
    house.clock.advance(days=8)
    assert set(ids(house.ask(limit=5, seed=3))) & set(ids(first))


def test_feedback_changes_the_next_list_and_taken_back_it_does_not(house):
    before = house.ask(limit=5, seed=1)
    item = before.items[0].id

    feedback = house.recommending.hear("ada", FeedbackRequest(item=item, says="not", mood="calm"))
    again = house.recommending.hear("ada", FeedbackRequest(item=item, says="not", mood="calm"))

    assert feedback.id == again.id
    assert len(house.recommending.feedbacks.heard("ada")) == 1
    assert feedback.name == before.items[0].name
    assert item not in ids(house.ask(limit=5, seed=1))
    house.recommending.feedbacks.undo("ada", feedback.id)
    assert house.ask(limit=5, seed=1) == before


def test_the_last_word_about_a_track_counts(house):
    item = house.ask(limit=5, seed=1).items[0].id
    for says in ("like", "skip", "like"):
        house.clock.advance(minutes=1)
        house.recommending.hear("ada", FeedbackRequest(item=item, says=says))

    first = house.ask(limit=5, seed=1).items[0]

    assert first.id == item
    assert {"liked", "skipped"} & {part.what for part in first.contributions} == {"liked"}


def test_feedback_is_everybodys_own(house):
    item = house.ask(limit=5, seed=1).items[0].id
    feedback = house.recommending.hear("ada", FeedbackRequest(item=item, says="skip"))

    assert item in ids(house.ask(limit=5, seed=1, owner="bob"))
    with pytest.raises(NotFound):
        house.recommending.feedbacks.undo("bob", feedback.id)
    with pytest.raises(NotFound):
        house.recommending.hear("ada", FeedbackRequest(item="nothing", says="skip"))


def test_without_a_mood_the_last_one_counts_for_some_hours(house):
    with pytest.raises(Invalid) as refused:
        house.ask(mood=None)
    assert (refused.value.field, bool(refused.value.next_step)) == ("mood", True)

    house.moods.record("ada", [Mood.named("angry")])

    assert house.ask(mood=None).mood.label == "angry"
    house.clock.advance(hours=13)
    with pytest.raises(Invalid):
        house.ask(mood=None)


def test_a_seed_that_was_left_out_is_chosen_and_told(house):
    assert (house.ask().seed, house.ask().seed, house.ask(seed=7).seed) == (100, 101, 7)


def test_a_source_that_is_away_is_named_and_the_list_is_made_without_it(tmp_path):
    there, away = House(tmp_path, [Radio()]), House(tmp_path, [Radio(away=True)])

    found, less = there.ask(seed=1), away.ask(owner="bob", seed=1)

    assert "radio:0" in ids(found)
    assert less.degraded
    [report] = [one for one in less.sources if one.name == "Radio"]
    assert (report.state, report.why) == ("away", "Radio: it does not answer. Try again later.")
    assert less.items
    feedback = there.recommending.hear("ada", FeedbackRequest(item="radio:0", says="like"))
    assert feedback.artist == "Station 0"


def test_a_source_of_features_is_asked_for_what_nobody_knows_and_nothing_of_it_is_kept(tmp_path):
    ears = Ears()
    house = House(tmp_path, [ears])
    known = Track(name="Morgen", artist="Richard Strauss", spotify_id="known")
    house.tracks.replace(
        "ada", [known, *(Track(name=f"Pop {one}", artist=one, spotify_id=one) for one in ("a", "deaf"))]
    )

    found = house.ask(limit=3)

    assert ears.asked == ["a", "deaf"]
    assert "Pop a" in [one.name for one in found.items]
    assert found.unknown == 1
    assert house.documents.get(FEATURES, "ada") is None


def test_a_table_of_the_operators_counts_for_everybody_and_a_broken_one_is_named(tmp_path):
    table = tmp_path / "all.csv"
    table.write_text("artist,title,valence,energy,confidence\nMarconi Union,Weightless,.78,.17,.95\n")
    house = House(tmp_path, table=table)
    house.tracks.replace("ada", [Track(name="Weightless", artist="Marconi Union")])

    assert "Weightless" in [one.name for one in house.ask(limit=5).items]
    table.write_text("nonsense")
    found = house.ask(limit=5)
    assert found.degraded
    assert {one.name: one.state for one in found.sources}["table of features"] == "away"


def test_what_is_only_in_a_table_may_be_recommended_too(tmp_path):
    table = tmp_path / "all.csv"
    table.write_text(
        "artist,title,valence,energy,confidence\nBrian Eno,1/1,.78,.17,.95\nMarconi Union,Weightless,.78,.17,.95\n"
    )
    house = House(tmp_path, table=table)
    house.bring("artist,title,valence,energy\nMarconi Union,Weightless,.78,.17\n")

    found = house.ask(limit=5)

    sources = {one.name: one.source for one in found.items}
    assert (sources["Weightless"], sources["1/1"]) == ("your table", "table of features")
    liked = next(one for one in found.items if one.name == "1/1")
    assert house.recommending.hear("ada", FeedbackRequest(item=liked.id, says="like")).name == "1/1"
    assert "Weightless" not in [one.name for one in house.ask(limit=5, owner="bob").items if one.source == "your table"]


def test_a_new_row_about_a_track_replaces_the_old_one_and_the_table_counts_its_states(house):
    house.bring("artist,title,valence,energy,source\nA,B,.1,.1,me\nA,C,.1,.1,me\n")
    kept = house.bring("artist,title,valence,energy,source\nA,B,.9,.9,me\n")

    assert (kept.count, kept.version) == (2, 2)
    assert "A,B,0.8,0.8" in house.features.text_of("ada")
    house.features.clear("ada")
    assert house.features.kept("ada").version == ""


def test_tracks_that_change_are_looked_up_anew(house):
    house.tracks.replace("ada", [Track(name="Old", artist="X")])
    house.bring("artist,title,valence,energy\nX,Old,.78,.17\nX,New,.78,.17\n")
    assert "Old" in [one.name for one in house.ask(limit=5).items]

    house.clock.advance(days=7)
    house.tracks.replace("ada", [Track(name="New", artist="X")])

    sources = {one.name: one.source for one in house.ask(limit=5).items}
    assert (sources["New"], sources["Old"]) == ("your tracks", "your table")
