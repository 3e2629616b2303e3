"""The songs of the demo Spotify are found by what our own search for a mood asks."""

import pytest

from modules.recommending.sources.listenbrainz import TAGS
from museaika.demo_spotify.catalogue import Catalogue


@pytest.mark.parametrize("tag", TAGS.values())
def test_every_mood_finds_some_songs(tag):
    assert 10 <= len(Catalogue().search(f"{tag} music")) <= 60


def test_words_that_fit_nothing_or_say_nothing_find_nothing():
    assert Catalogue().search("nothing at all") == []
    assert Catalogue().search("music") == []
