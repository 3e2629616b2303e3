"""Made-up tracks all over the circle."""

import random

import pytest

from models.recommendation import TrackFeatures
from modules.recommending.pool import Candidate, Choice, pool_of


def candidate(number, valence, energy, **more):
    features = TrackFeatures(valence=valence, energy=energy, source="made up", confidence=more.pop("confidence", 0.9))
    told = {"name": f"Song {number}", "artist": f"Artist {number}", "source": "somewhere"} | more
    return Candidate(id=f"track-{number}", features=features, **told)


@pytest.fixture
def one():
    return candidate


@pytest.fixture
def choice():
    """600 tracks of 300 artists, evenly over the square."""
    chance = random.Random(1)
    tracks = [candidate(k, chance.uniform(-1, 1), chance.uniform(-1, 1), artist=f"Band {k % 300}") for k in range(600)]
    return Choice((pool_of(tracks, own=True),))
