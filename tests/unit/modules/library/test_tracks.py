from concurrent.futures import ThreadPoolExecutor

import pytest

from models.track import Track
from modules.documents.idempotency import KEYS
from modules.documents.sqlite import SQLiteDocuments
from modules.library.collection import TRACKS
from modules.library.listing import TooManyTracks
from modules.library.paging import BadPlace
from modules.library.tracks import TrackNotFound, Tracks
from tests.fakes import Clock


@pytest.fixture
def tracks(tmp_path):
    clock = Clock()
    documents = SQLiteDocuments(tmp_path / "documents.sqlite", clock)
    documents.prepare([TRACKS, KEYS])
    yield Tracks(documents, clock)
    documents.close()


def songs(*names):
    return [Track(name=name, artist="Somebody") for name in names]


def names(tracks):
    return [one.name for one in tracks.all_of("ann")]


def test_a_list_is_replaced_and_added_to(tracks):
    tracks.replace("ann", songs("a", "b"))
    kept = tracks.add("ann", songs("b", "c", "C"))
    assert names(tracks) == ["a", "b", "c"]
    assert (kept.count, kept.added, kept.duplicates) == (3, 1, 2)
    tracks.replace("ann", songs("c"))
    assert names(tracks) == ["c"]


def test_what_stays_keeps_the_time_it_was_added_at(tracks):
    tracks.replace("ann", songs("a"))
    [before] = tracks.all_of("ann")
    tracks._clock.advance(hours=1)
    tracks.replace("ann", songs("b", "a"))
    added = {one.name: one.added_at for one in tracks.all_of("ann")}
    assert added["a"] == before.added_at < added["b"]


def test_too_many_change_nothing(tracks):
    tracks.replace("ann", songs("a"))
    with pytest.raises(TooManyTracks):
        tracks.add("ann", songs(*map(str, range(10_000))))
    with pytest.raises(TooManyTracks):
        tracks.replace("ann", [Track(name=f"{k:05}{'x' * 990}") for k in range(5000)])
    assert names(tracks) == ["a"]


def test_one_goes_and_then_it_is_gone(tracks):
    tracks.replace("ann", songs("a", "b"))
    first = tracks.all_of("ann")[0].id
    tracks.remove("ann", first)
    assert names(tracks) == ["b"]
    for owner in ("ann", "bob"):
        with pytest.raises(TrackNotFound):
            tracks.remove(owner, first)


@pytest.mark.parametrize("cursor", ["x", "", "%%%", "eDp5", "4p-i"])
def test_a_made_up_cursor_is_refused(tracks, cursor):
    with pytest.raises(BadPlace):
        tracks.page("ann", cursor=cursor)


def test_lists_that_grow_at_the_same_time_lose_nothing(tracks):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda k: tracks.add("ann", songs(f"song {k}")), range(24)))
    assert sorted(names(tracks)) == sorted(f"song {k}" for k in range(24))
