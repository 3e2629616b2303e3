from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.spotify import SpotifyTrack
from models.track import Track
from modules.library.listing import PENDING, Listing
from modules.library.naming import song_of, track_id

NOW = datetime(2026, 1, 1, tzinfo=UTC)
LATER = NOW + timedelta(days=1)


def told(*names, **more):
    return [Track(name=name, artist="Queen", **more) for name in names]


def there(*names):
    """Spotify's, whose ids are the names' letters."""
    return [
        SpotifyTrack(uri=f"spotify:track:{name}", id=name.replace(" ", ""), name=name, artists=["Queen"])
        for name in names
    ]


def listing(songs=(), now=NOW, **more):
    return Listing(songs, now, **more)


def read(known, mark, *names, whole=True):
    known.hear(mark, there(*names))
    return known.settle(mark, whole=whole)


def shown(known):
    """name -> by whom: y(ou) and Spotify's marks."""
    return {
        song["name"]: ("y " if song.get("own", True) else "") + ",".join(sorted(song.get("spotify") or {}))
        for song in known.songs
    }


def test_a_song_told_by_both_is_one_song_whoever_comes_first():
    first, second = listing(), listing()
    first.add(told("One Vision"))
    read(first, "saved", "One Vision")
    read(second, "saved", "One Vision")
    second.add(told("one vision"))
    assert shown(first) == {"One Vision": "y saved"}
    assert shown(second) == {"one vision": "y saved"}
    assert [song["spotify_id"] for song in (*first.songs, *second.songs)] == ["OneVision", "OneVision"]


def test_what_spotify_lent_goes_with_it_and_what_was_told_stays():
    known = listing()
    known.add([*told("Lent"), *told("Mine", spotify_id="Mine")])
    read(known, "saved", "Lent", "Mine", "Theirs")
    assert known.part() == 1
    assert [(song["name"], song["spotify_id"]) for song in known.songs] == [("Lent", None), ("Mine", "Mine")]
    assert all(set(song) == {"name", "artist", "spotify_id", "id", "added_at"} for song in known.songs)


def test_each_list_takes_off_what_it_no_longer_has_and_nothing_else():
    known = listing()
    known.add(told("Own"))
    read(known, "saved", "A", "B", "Own")
    read(known, "top:long_term", "B")
    assert read(known, "saved", "C") == 3
    assert shown(known) == {"Own": "y ", "B": "top:long_term", "C": "saved"}


def test_a_list_that_was_not_read_to_its_end_takes_nothing_off():
    known = listing()
    read(known, "saved", "A", "B")
    assert read(known, "saved", "B", "C", whole=False) == 0
    assert shown(known) == {"A": "saved", "B": "saved", "C": "saved"}


def test_since_when_is_remembered_over_readings():
    known = listing()
    read(known, "saved", "A")
    again = listing(known.songs, LATER)
    read(again, "saved", "A", "B")
    assert [song["spotify"]["saved"] for song in again.songs] == [NOW, LATER]


def test_what_comes_twice_in_one_list_is_counted():
    known = listing()
    assert known.hear("recent", there("A", "B", "A")) == (1, 0)
    assert known.hear("saved", there("A")) == (0, 0)
    assert shown(known) == {"A": f"recent{PENDING},saved{PENDING}", "B": f"recent{PENDING}"}


def test_songs_beyond_the_room_are_counted_and_ones_own_go_first():
    known = listing(most=3)
    known.add(told("Mine"))
    assert known.hear("saved", there("A", "B", "C", "Mine", "D")) == (0, 2)
    assert list(shown(known)) == ["Mine", "A", "B"]
    known.add(told("Also mine"))
    assert list(shown(known)) == ["Mine", "A", "Also mine"]


def test_a_list_that_is_replaced_keeps_what_spotify_told_behind_it():
    known = listing()
    known.replace(told("A", "B"))
    read(known, "saved", "B", "C")
    assert known.replace(told("D", "C")) == 2
    assert shown(known) == {"D": "y ", "C": "y saved", "B": "saved"}
    read(known, "saved")
    assert shown(known) == {"D": "y ", "C": "y "}


def test_spotify_corrects_its_own_names_and_never_the_listeners():
    known = listing()
    known.add(told("mine as i write it", spotify_id="1"))
    known.hear("saved", [SpotifyTrack(uri="u", id="1", name="Mine", artists=["Queen"]), *there("Old")])
    known.hear("top:long_term", [SpotifyTrack(uri="u", id="Old", name="New", artists=["Queen"])])
    assert [song["name"] for song in known.songs] == ["mine as i write it", "New"]


def test_an_id_that_is_told_after_spotify_lent_it_stays():
    known = listing()
    known.add(told("A"))
    read(known, "saved", "A")
    known.add(told("A", spotify_id="A"))
    known.part()
    assert [song["spotify_id"] for song in known.songs] == ["A"]


def test_two_recordings_of_a_song_are_two_and_only_one_is_the_listeners():
    known = listing()
    known.add(told("A"))
    pair = [SpotifyTrack(uri=one, id=one, name="A", artists=["Queen"]) for one in ("1", "2")]
    for _ in range(3):
        assert known.hear("saved", pair) == (0, 0)
        known.settle("saved", whole=True)
        pair.reverse()
    assert [(song["spotify_id"], song.get("own", True)) for song in known.songs] == [("1", True), ("2", False)]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("Jóga", "Björk"), ("JO\u0301GA", "BJO\u0308RK"), True),
        (("Under Pressure", "Queen, David Bowie"), ("under pressure", "David Bowie;Queen"), True),
        (("Don\u2019t Stop", "Queen"), ("Don't Stop", "Queen"), True),
        (("One", "U2"), ("One", "Metallica"), False),
        (("", "One"), ("One", ""), False),
    ],
)
def test_what_people_type_differently_is_one_song(one, other, same):
    assert (song_of(*one) == song_of(*other)) is same


NAMES = st.lists(st.sampled_from("ABCDEF"), max_size=6)
STEPS = st.one_of(
    st.tuples(st.sampled_from(["replace", "add"]), NAMES, st.booleans()),
    st.tuples(st.sampled_from(["saved", "recent"]), NAMES, st.booleans()),
    st.tuples(st.just("part"), st.just([]), st.just(False)),
)


@settings(deadline=None)  # other work on the cores is no failure
@given(st.lists(STEPS, max_size=12))
def test_whatever_happens_every_song_is_told_by_somebody_and_there_once(steps):
    known = listing()
    for what, names, flag in steps:
        if what in {"replace", "add"}:
            tracks = [Track(name=name, artist="Queen", spotify_id=name if flag else None) for name in names]
            getattr(known, what)(tracks)
        elif what == "part":
            known.part()
        else:
            read(known, what, *names, whole=flag)
        known = Listing(known.songs, NOW)
    ids = [song["id"] for song in known.songs]
    assert len(set(ids)) == len(ids)
    assert all(song.get("own", True) or song.get("spotify") for song in known.songs)
    marked = [song["spotify_id"] for song in known.songs if song.get("spotify")]
    assert len(set(marked)) == len(marked)
    assert not any(PENDING in mark for song in known.songs for mark in song.get("spotify") or {})


def test_an_id_is_the_same_for_the_same_name():
    assert track_id("A", "b", None) == track_id("a", "B", None) != track_id("a", "B", "1")
