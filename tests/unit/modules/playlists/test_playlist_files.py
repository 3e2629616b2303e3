"""Covers, and lists as other programs read them."""

import csv
import io
import json
from datetime import UTC, datetime

import pytest
from PIL import Image

from models.mood import Mood
from models.playlist import Playlist, PlaylistItem
from modules.library.exchange import read_list
from modules.playlists.cover import SIZE, cover
from modules.playlists.exporting import FORMS, as_csv, as_jspf, as_m3u8

pytestmark = pytest.mark.slow

NOW = datetime(2026, 1, 1, tzinfo=UTC)
HERE = "http://here:8000/"


def item(kind, name, **more):
    return PlaylistItem(id=name, kind=kind, name=name, added_at=NOW, **more)


@pytest.fixture
def playlist():
    items = [
        item("track", "Song", artist="A", spotify_id="x1", why="Since it is."),
        item("track", "No\r\n#EXTINF:-1,\u2028Id", artist="../B"),
        item("file", "Morgen!", artist="Richard Strauss", seconds=90.4, file="collection:ab"),
        item("work", "Dawn in F", artist="MuseAIka", seconds=61.5, work="job", part="songs/1/mix.flac"),
        item("track", '=HYPERLINK("x")', artist='🎵, "C"'),
    ]
    return Playlist(id="p", owner="ada", name="Mine", items=items, created_at=NOW, updated_at=NOW)


def test_players_get_one_line_and_one_place_an_item(playlist):
    lines = as_m3u8(playlist, HERE).splitlines()

    assert lines[:4] == ["#EXTM3U", "#PLAYLIST:Mine", "#EXTINF:-1,A - Song", "https://open.spotify.com/track/x1"]
    assert len(lines) == 2 + 2 * len(playlist.items)
    assert lines[4:6] == ["#EXTINF:-1,../B - No #EXTINF:-1, Id", "_B - No _EXTINF_-1, Id"]
    assert lines[6] == "#EXTINF:90,Richard Strauss - Morgen!"
    assert lines[9] == "http://here:8000/generations/job/files/songs/1/mix.mp3"
    assert all(lines[at].startswith("#EXTINF:") and not lines[at + 1].startswith("#") for at in range(2, 12, 2))


def test_tables_are_read_by_us_again_and_hold_no_formula(playlist):
    text = as_csv(playlist, HERE)

    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert rows[0]["Track URI"] == "spotify:track:x1"
    assert rows[3]["Location"].endswith("/generations/job/files/songs/1/mix.mp3")
    assert not any(str(cell).startswith(("=", "+", "@")) for row in rows for cell in row.values())
    again = read_list(text.encode()).tracks
    assert [(one.name, one.artist, one.spotify_id) for one in (again[0], again[-1])] == [
        ("Song", "A", "x1"),
        ('=HYPERLINK("x")', '🎵, "C"', None),
    ]


def test_jspf_holds_titles_creators_durations_and_places(playlist):
    told = json.loads(as_jspf(playlist, HERE))["playlist"]

    assert told["title"] == "Mine"
    first, *_, work, last = told["track"]
    assert first == {
        "title": "Song", "creator": "A", "annotation": "Since it is.",
        "location": ["https://open.spotify.com/track/x1"], "identifier": ["https://open.spotify.com/track/x1"],
    }  # fmt: skip
    assert work["duration"] == 61500
    assert "location" not in last


def test_an_empty_list_is_a_file_in_every_form(playlist):
    empty = playlist.model_copy(update={"items": []})
    for form in FORMS.values():
        assert form.write(empty, HERE).strip()


def test_a_cover_is_the_same_for_the_same_list_and_has_the_colours_of_its_mood():
    calm, angry = Mood.named("calm"), Mood.named("angry")

    pictures = {
        name: cover("p", *moods) for name, moods in {"calm": (calm,), "angry": (angry,), "none": (None,)}.items()
    }

    assert cover("p", calm) == pictures["calm"]
    assert cover("q", calm) != pictures["calm"]
    assert len(set(pictures.values())) == 3
    shades = {
        name: Image.open(io.BytesIO(data)).convert("RGB").resize((1, 1)).getpixel((0, 0))
        for name, data in pictures.items()
    }
    assert shades["calm"][1] > shades["calm"][0], "green"
    assert shades["angry"][0] > shades["angry"][1], "red"
    assert Image.open(io.BytesIO(pictures["calm"])).size == (SIZE, SIZE)


def test_a_journey_shows_both_of_its_moods():
    sad, happy = Mood.named("sad"), Mood.named("happy")
    assert len({cover("p", sad), cover("p", happy), cover("p", sad, happy)}) == 3
