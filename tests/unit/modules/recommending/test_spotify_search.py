"""Spotify's search as a source of candidates."""

import pytest

from models.recommendation import Wish
from models.spotify import SpotifyTrack
from modules.recommending.sources.source import SourceAway, SourceOff
from modules.recommending.sources.spotify_search import FRESH, SpotifySearch
from modules.spotify.refusals import MissingScope, NotLinked, RateLimited, ReauthRequired, Upstream


class Account:
    def __init__(self, error=None):
        self.asked = []
        self.error = error

    def search(self, owner, words):
        self.asked.append((owner, words))
        if self.error:
            raise self.error
        song = {"uri": "spotify:track:x1", "name": "Song", "artists": ["A", "B"], "id": "x1"}
        local = {"uri": "spotify:local:y", "name": "Mine", "kind": "local"}
        return [SpotifyTrack(**song), SpotifyTrack(**local)]


def test_both_ends_of_the_way_are_searched_by_their_words_and_little_is_believed():
    account = Account()

    [found] = SpotifySearch(account.search).candidates("ada", Wish(mood="sad", goal="journey", to="happy", seed=1))

    assert account.asked == [("ada", "sad music"), ("ada", "happy music")]
    assert (found.id, found.artist, found.spotify_id) == ("spotify:track:x1", "A, B", "x1")
    assert found.features.confidence == 0.2


def test_the_same_search_is_sent_once_an_hour_for_each_person():
    now, account = [0.0], Account()
    source = SpotifySearch(account.search, lambda: now[0])
    for owner in ("ada", "ada", "bob"):
        source.candidates(owner, Wish(mood="calm", seed=1))
    assert len(account.asked) == 2
    now[0] = FRESH
    source.candidates("ada", Wish(mood="calm", seed=1))
    assert len(account.asked) == 3


def test_who_has_no_account_misses_nothing():
    with pytest.raises(SourceOff):
        SpotifySearch(Account(NotLinked()).search).candidates("ada", Wish(mood="calm", seed=1))


@pytest.mark.parametrize("error", [RateLimited(30), ReauthRequired(), MissingScope(), Upstream(503, "busy")])
def test_a_spotify_that_refuses_is_away_and_says_why(error):
    with pytest.raises(SourceAway) as refused:
        SpotifySearch(Account(error).search).candidates("ada", Wish(mood="calm", seed=1))
    assert error.detail in refused.value.detail
    assert not isinstance(refused.value, SourceOff)
