"""The collection as candidates."""

from pathlib import Path

import numpy as np

from models.recommendation import TrackFeatures
from modules.matching.matching import Matching
from modules.recommending.open_music import ANALYSIS, OpenMusic


def test_the_collection_that_ships_covers_the_circle_on_all_sides():
    pool = OpenMusic(Matching()).pool

    assert len(pool) > 100
    assert pool.points.min() >= -1
    assert pool.points.max() <= 1
    for way in ((1, 1), (1, -1), (-1, 1), (-1, -1)):
        assert ((pool.points * way) > 0.3).all(axis=1).sum() >= 3


def test_a_candidate_says_what_it_is_and_who_says_how_it_feels():
    pool = OpenMusic(Matching()).pool

    one = pool.told(0)

    assert one.id == one.file
    assert one.id.startswith("collection:")
    assert (one.features.valence, one.features.energy) == tuple(pool.points[0].round(3))
    assert one.features.source == ANALYSIS
    assert one.features.version


def test_a_track_is_found_only_where_it_surely_is_that_song():
    music = OpenMusic(Matching())

    file, features = music.found("Morgen!", "Strauss, Richard")

    assert file.startswith("collection:")
    assert isinstance(features, TrackFeatures)
    assert 0 < features.confidence <= 0.5
    assert music.found("No Such Song", "Richard Strauss") is None


def test_an_index_that_is_away_gives_nothing_and_says_why():
    music = OpenMusic(Matching(Path("/nowhere/at/all.midx")))

    assert len(music.pool) == 0
    assert music.away is not None
    assert music.away.next_step
    assert np.isfinite(music.pool.points).all()
