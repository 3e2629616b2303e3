"""What differs between a list and its copy at Spotify."""

import pytest

from models.push import CopyState
from museaika.demo_spotify.world import ODD_ROWS

pytestmark = pytest.mark.integration


def test_before_the_first_push_all_is_missing(house):
    playlist = house.playlist(3)
    told = house.pushes.differences("me", playlist.id)
    assert (told.state, len(told.missing), told.copy_there) == (CopyState.NEVER, 3, None)
    assert "POST" in told.proposal


def test_after_it_nothing_differs(house):
    playlist = house.playlist(120)
    house.push(playlist)
    told = house.pushes.differences("me", playlist.id)
    assert (told.state, told.missing, told.extra, told.moved) == (CopyState.SAME, [], [], 0)
    assert told.copy_there.url.endswith(house.theirs()[0].id)


def test_what_was_changed_there_is_named(house):
    playlist = house.playlist(10)
    house.push(playlist)
    [there] = house.theirs()
    extra = house.songs[50]
    there.rows = [
        there.rows[9],
        *there.rows[:3],
        {"uri": extra.uri},
        *there.rows[4:9],
        {"item": ODD_ROWS[0]["track"]},
        {"item": None},
    ]
    there.name = "Mine now"
    told = house.pushes.differences("me", playlist.id)
    assert told.state is CopyState.DIFFERENT
    assert [(one.at, one.spotify_id) for one in told.missing] == [(3, house.songs[3].id)]
    assert [(one.at, one.name, one.spotify_id) for one in told.extra] == [
        (4, extra.name, extra.id),
        (10, "Demo Tape", None),
        (11, "(no longer at Spotify)", None),
    ]
    assert told.moved == 1
    assert (told.name.here, told.name.there) == ("Calm music", "Mine now")
    house.push(playlist)
    assert house.is_there(playlist)
    assert house.pushes.differences("me", playlist.id).state is CopyState.SAME
