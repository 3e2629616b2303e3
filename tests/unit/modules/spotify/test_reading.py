import pytest
from hypothesis import given
from hypothesis import strategies as some

from modules.spotify import reading
from modules.spotify.refusals import Upstream

SONG = {
    "uri": "spotify:track:1",
    "id": "1",
    "name": "Song",
    "artists": [{"name": "A"}, {"name": "B"}],
    "duration_ms": 1000,
    "external_ids": {"isrc": "X"},
    "type": "track",
    "popularity": 3,
}
JSON = some.recursive(
    some.none() | some.booleans() | some.integers() | some.text(max_size=5),
    lambda inner: (
        some.lists(inner, max_size=3)
        | some.dictionaries(
            some.sampled_from(
                ["uri", "name", "id", "artists", "items", "track", "item", "external_ids", "show", "owner"]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)


def test_a_song_is_read_without_what_nobody_needs():
    song = reading.track(SONG)
    assert (song.name, song.artist, song.isrc, song.duration_ms, song.kind) == ("Song", "A, B", "X", 1000, "track")


def test_a_local_file_has_no_id_and_an_episode_its_show():
    local = reading.track(SONG | {"is_local": True})
    episode = reading.track({"uri": "spotify:episode:1", "name": "Talk", "show": {"name": "The Show"}})
    assert (local.kind, local.id) == ("local", None)
    assert (episode.kind, episode.artist) == ("episode", "The Show")


def test_a_place_is_read_under_its_new_and_its_old_name():
    for name in ("item", "track"):
        assert reading.item({name: SONG}).uri == SONG["uri"]
    assert reading.item({"item": None}).uri is reading.item(None).uri is None


def test_names_are_cut_and_cleaned_of_what_no_store_keeps():
    song = reading.track(SONG | {"name": "x" * 5000, "artists": [{"name": "a\x00b"}, {"name": None}, None]})
    assert (len(song.name), song.artist) == (1000, "ab")
    assert reading.track(SONG | {"name": "half \ud83d"}).name == "half"


def test_a_profile_goes_by_what_never_changes():
    assert reading.profile({"account_id": "new", "id": "old"}).account_id == "new"
    assert reading.profile({"id": "old", "display_name": None}).account_id == "old"


@pytest.mark.parametrize("told", [None, [], "x", {}, {"id": ""}, {"id": 7}])
def test_a_profile_without_an_id_is_none(told):
    with pytest.raises(Upstream):
        reading.profile(told)


@given(JSON)
def test_whatever_comes_is_read_or_refused_and_nothing_else(told):
    for read in (reading.profile, reading.playlist, reading.rows, reading.snapshot, reading.found_tracks, reading.more):
        try:
            read(told)
        except Upstream:
            continue
    reading.item(told)
    list(reading.tracks([told], inside="track"))
    reading.track(told)
