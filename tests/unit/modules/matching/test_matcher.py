import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.track import MatchLevel, Track
from modules.matching.choosing import choose
from modules.matching.content import hear
from modules.matching.neighbours import Basis
from modules.score.tempo import TICKS
from tests.collections import matcher_of, piece


@pytest.fixture(scope="module")
def matcher():
    return matcher_of()


def found(matcher, name, artist):
    """The level, the score, and what it was found as."""
    one = matcher.find(Track(name=name, artist=artist))
    title = None if one.file is None else matcher.told_of(one.file).title
    return one.verdict.level, one.verdict.score, title


@pytest.mark.parametrize(
    ("name", "artist", "title"),
    [
        ("Bohemian Rhapsody", "Queen", "Bohemian Rhapsody"),
        ("BOHEMIAN  RHAPSODY", "queen", "Bohemian Rhapsody"),
        ("Bohémian Rhapsödy", "Queen", "Bohemian Rhapsody"),
        ("Bohemien Rhapsody", "Queen", "Bohemian Rhapsody"),
        ("BohemianRhapsody", "Queen", "Bohemian Rhapsody"),
        ("Bohemian Rhapsody", "Quen", "Bohemian Rhapsody"),
        ("I Heard It Thru the Grapevine", "Marvin Gaye", "I Heard It Through the Grapevine"),
        ("Let it be", "Beatles, The", "Let It Be"),
        ("Don't You", "Simple Minds", "Don't You (Forget About Me)"),
        ("Dont You Forget About Me", "Simple Minds", "Don't You (Forget About Me)"),
        ("One", "U2", "One"),
        ("Home Pt. II", "Genesis", "Home Part 2"),
        ("богемиан рхапсодй", "Queen", "Bohemian Rhapsody"),
    ],
)
def test_the_same_song_is_exact_however_it_is_spelled(matcher, name, artist, title):
    level, score, as_title = found(matcher, name, artist)
    assert (level, as_title) == (MatchLevel.EXACT, title)
    assert score > 0.8


@pytest.mark.parametrize(
    ("name", "artist", "why"),
    [
        ("Radio Ga Ga - Remastered 2011", "Queen", "remaster"),
        ("Radio Ga Ga (Live at Wembley)", "Queen", "live"),
        ("Radio Ga Ga live", "Queen", "live"),
        ("Radio Ga Ga (feat. Somebody)", "Queen", "feat"),
        ("Radio Ga Ga", "Queen feat. Somebody", "feat"),
        ("Radio Ga Ga (Originally Performed by Queen) [Karaoke]", "Sing Along Stars", "famous"),
        ("I Heard It Through the Grapevine", "Creedence Clearwater Revival", "cover"),
    ],
)
def test_another_version_is_called_that_and_why(matcher, name, artist, why):
    one = matcher.find(Track(name=name, artist=artist))
    assert one.verdict.level is MatchLevel.VERSION
    assert why in " ".join(one.verdict.evidence)


@pytest.mark.parametrize(
    ("name", "artist", "level"),
    [
        ("Somebody to Love", "Queen", MatchLevel.ARTIST),
        ("Home Part 3", "Genesis", MatchLevel.ARTIST),
        ("Hello", "The Beatles", MatchLevel.ARTIST),
        ("One", "Harry Nilsson", MatchLevel.NONE),
        ("Nothing of the Kind", "Nobody", MatchLevel.NONE),
        ("...", "???", MatchLevel.NONE),
        ("🎵", "", MatchLevel.NONE),
    ],
)
def test_another_song_is_not_claimed(matcher, name, artist, level):
    assert found(matcher, name, artist)[0] is level


def test_a_same_named_song_is_found_by_its_artist(matcher):
    files = {matcher.find(Track(name="One", artist=artist)).file for artist in ("U2", "Metallica")}
    assert len(files) == 2


def test_levels_are_counted_and_come_in_the_order_of_the_tracks(matcher):
    names = [("Radio Ga Ga", "Queen"), ("No", "Queen"), ("No", "No"), ("Radio Ga Ga - Live", "Queen")]
    report = matcher.report([Track(name=name, artist=artist) for name, artist in names])
    assert [match.level.value for match in report.matches] == ["exact", "artist", "none", "version"]
    assert report.levels == {"exact": 1, "version": 1, "artist": 1, "neighbour": 0, "none": 1}


@settings(max_examples=60, deadline=None)
@given(st.text(min_size=1, max_size=400), st.text(max_size=400))
def test_whatever_a_track_is_called_there_is_an_answer(name, artist):
    one = matcher_of().find(Track.model_construct(name=name, artist=artist))
    assert 0 <= one.verdict.score <= 1


@pytest.fixture(scope="module")
def heard():
    """Five slow pieces and five fast ones; only the first has a name that anybody asks for."""
    slow = [hear(piece(bpm=60, minor=True, step=2 * TICKS, loud=40 + k)) for k in range(5)]
    fast = [hear(piece(bpm=170, step=TICKS // 4, loud=100 + k)) for k in range(5)]
    return matcher_of([(f"Artist {k}", f"Piece {k} of ten") for k in range(10)], slow + fast)


def test_what_is_not_there_is_near_what_is(heard):
    tracks = [Track(name="Piece 0 of ten", artist="Artist 0"), Track(name="Elsewhere", artist="Nobody")]
    there, neighbour = heard.report(tracks).matches
    assert (there.level, neighbour.level) == (MatchLevel.EXACT, MatchLevel.NEIGHBOUR)
    assert neighbour.score <= 0.3
    assert "near the tracks" in " ".join(neighbour.evidence)


def test_without_any_of_them_the_mood_says_what_is_near(heard, monkeypatch):
    monkeypatch.setattr("modules.matching.neighbours.CHOICE", 5)
    lost = [Track(name="Elsewhere", artist="Nobody")]
    [calm] = heard.report(lost, Basis.of_mood(-0.4, -0.9)).matches
    [excited] = heard.report(lost, Basis.of_mood(0.6, 0.9)).matches
    assert calm.file.tempo == pytest.approx(60, abs=0.1)
    assert excited.file.tempo == pytest.approx(170, abs=0.1)
    assert heard.report(lost).matches[0].level is MatchLevel.NONE


def test_files_without_music_are_not_chosen_and_each_is_chosen_once(heard):
    tracks = [Track(name=f"Piece {k} of ten", artist=f"Artist {k}") for k in (1, 1, 2, 3)]
    matches = heard.report(tracks).matches
    assert choose(matches, 50) == []  # names only: there is nothing to play

    there = [one.model_copy(update={"file": one.file.model_copy(update={"playable": True})}) for one in matches]
    assert [len(one.tracks) for one in choose(there, 50)] == [2, 1, 1]
    assert len(choose(there, 2)) == 2
