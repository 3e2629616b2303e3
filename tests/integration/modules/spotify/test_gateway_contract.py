"""Every request the gateway can make is held against the description; one that is closed to new apps fails here."""

import pytest
import requests

from models.spotify import TimeSpan
from tests.spotify_description import check_request
from tests.spotify_people import log_in

pytestmark = pytest.mark.integration


@pytest.fixture
def heard(spotify, demo, ada):
    """Every request to the Web API, as it left."""
    requests_sent = []

    def remember(answer, **_):
        if answer.request.url.startswith(demo.api_url):
            requests_sent.append(answer.request)

    spotify.gateway._session.hooks["response"].append(remember)
    return requests_sent


def test_every_call_is_described_and_none_is_closed(ada, demo, heard):
    songs = [song.uri for song in demo.world.catalogue.songs]
    listening, playlists = ada.listening, ada.playlists
    listening.me()
    listening.search("calm", 25)
    for span in TimeSpan:
        listening.top(span)
    list(listening.saved())
    listening.recent()
    listening.save(songs[:45])
    listening.has_saved(songs[:45])
    listening.unsave(songs[:45])
    made = playlists.create("Mine", "by the test")
    playlists.add(made.id, songs[:120])
    playlists.add(made.id, songs[120:140], position=3)
    playlists.reorder(made.id, 0, 10, 2, playlists.get(made.id).snapshot_id)
    playlists.items(made.id)
    playlists.remove(made.id, songs[:5])
    playlists.replace(made.id, songs)
    playlists.rename(made.id, "Ours", "")
    playlists.cover(made.id, b"\xff\xd8\xff not much of a picture")
    list(playlists.all())
    playlists.delete(made.id)
    assert len(heard) == 32
    for sent in heard:
        check_request(sent, demo.api_url)
    assert {answer[0] for answer in demo.world.calls} == {"GET", "POST", "PUT", "DELETE"}


def test_the_login_asks_whose_account_it_is_as_described(spotify, demo, heard):
    log_in(spotify, "bob", "him")
    assert [sent.path_url for sent in heard] == ["/v1/me"]
    check_request(heard[0], demo.api_url)


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/audio-features"), ("POST", "/playlists/1/tracks"), ("PUT", "/me/tracks"), ("GET", "/no/such/place")],
)
def test_a_call_that_is_closed_would_be_noticed(demo, method, path):
    sent = requests.Request(method, demo.api_url + path).prepare()
    with pytest.raises(AssertionError):
        check_request(sent, demo.api_url)
