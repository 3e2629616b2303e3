from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.track import Track
from modules.library.exchange import BadList, read_list, write_list

QUEEN = Track(name="Radio Ga Ga", artist="Queen")


@pytest.mark.parametrize(
    "data",
    [
        b"Artist,Title\nQueen,Radio Ga Ga\n",
        b"\xef\xbb\xbftitle;artist\r\nRadio Ga Ga;Queen\r\n",
        b"Queen,Radio Ga Ga\n",
        b"Queen - Radio Ga Ga\n",
        "1. Queen \u2013 Radio Ga Ga\n".encode(),
        b"artist\ttitle\talbum\nQueen\tRadio Ga Ga\tThe Works\n",
        "Artist,Title\nQueen,Radio Ga Ga\n".encode("utf-16"),
        b'"Track URI","Track Name","Artist URI(s)","Artist Name(s)"\n"spotify:local:x","Radio Ga Ga","u","Queen"\n',
        b"Spotify ID,Artist IDs,Track Name,Album Name,Artist Name(s)\n,,Radio Ga Ga,The Works,Queen\n",
        b"\n\nArtist,Title\n\nQueen,Radio Ga Ga\n\n",
        "\ufeffKünstler;Titel;Album\r\nQueen;Radio Ga Ga;The Works\r\n".encode(),
        "Interpret;Titel\nQueen;Radio Ga Ga\n".encode("cp1252"),
        b"titre,artiste\rRadio Ga Ga,Queen\r",
    ],
)
def test_the_lists_that_people_have_are_read(data):
    assert read_list(data).tracks == (QUEEN,)


def test_what_is_no_track_is_named_by_its_row():
    found = read_list(b"artist;title\nQueen;One\nABBA;\n;Two\n" + b"x" * 1001 + b";Three\n")
    assert [track.name for track in found.tracks] == ["One", "Two"]
    assert found.rows == (2, 4)
    assert [(one.row, one.why) for one in found.skipped] == [(3, "the title is missing"), (5, "the artist is too long")]


def test_half_a_row_a_quote_too_few_and_nul_are_named_and_hide_no_other():
    found = read_list(b'\xef\xbb\xbfartist;title\n;\nABBA\nQueen;\x00\nQueen;One;Two;Three\n"Queen;Two\n')
    assert [(track.artist, track.name) for track in found.tracks] == [("Queen", "One")]
    missing, odd = "the title is missing", "the title must not contain NUL or half characters"
    assert [(one.row, one.why) for one in found.skipped] == [(3, missing), (4, odd), (6, missing)]


def test_a_thousand_skipped_rows_are_counted_from_the_top():
    found = read_list(b"artist,title\nQueen,One\n" + b"Queen,\n" * 1000)
    assert [one.row for one in found.skipped] == list(range(3, 1003))


def test_ten_thousand_rows_are_a_list_and_one_more_is_too_many():
    rows = b"".join(b"Queen,Song %d\n" % number for number in range(10_000))
    assert len(read_list(b"artist,title\n" + rows).tracks) == 10_000
    with pytest.raises(BadList, match="more than 10,000"):
        read_list(b"artist,title\n" + rows + b"Queen,One more\n")


def test_accents_survive_an_old_encoding():
    assert read_list("artist,title\nBjörk,Jóga\n".encode("cp1252")).tracks[0] == Track(name="Jóga", artist="Björk")


def test_spotify_ids_are_taken_from_uris():
    data = b"Track URI,Track Name,Artist Name(s)\nspotify:track:4uLU6hMCjMI75M1A2tKUQC,One,Queen\n"
    assert read_list(data).tracks[0].spotify_id == "4uLU6hMCjMI75M1A2tKUQC"


@pytest.mark.parametrize(
    ("data", "rows"),
    [
        (b"", None),
        (b"\n \n", None),
        (b"a,b,c\n1,2,3\n", [1]),
        (b"\nartist,album\nQueen,The Works\n", [2]),
        (b"artist,title\nQueen,\nABBA,\n", [2, 3]),
        (b"one word\n", [1]),
        (b"\x89PNG\r\n\x1a\n\x00\x00", [1]),
    ],
)
def test_what_is_no_list_is_refused_by_row(data, rows):
    with pytest.raises(BadList) as refused:
        read_list(data)
    assert refused.value.extra.get("rows") == rows
    assert refused.value.next_step


def test_cells_that_a_spreadsheet_would_run_are_defused_and_come_back():
    track = Track(name="=HYPERLINK(1)", artist="-")
    written = write_list([track])
    assert "'=HYPERLINK(1)" in written
    assert read_list(written.encode()).tracks == (track,)


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=60)


@settings(deadline=None)  # other work on the cores is no failure
@given(st.lists(st.tuples(NAMES, NAMES), min_size=1, max_size=8))
def test_what_was_written_is_read_again(named):
    tracks = [Track(name=name, artist=artist) for name, artist in named if name.strip()]
    if tracks:
        assert read_list(write_list(tracks).encode()).tracks == tuple(tracks)


@settings(deadline=None)  # other work on the cores is no failure
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data):
    with suppress(BadList):
        assert read_list(data).tracks
