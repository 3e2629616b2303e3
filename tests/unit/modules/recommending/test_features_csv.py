"""Tables of features in files."""

import pytest

from modules.recommending.features_csv import BadFeatures, SpotifysOwn, read_features, write_features
from modules.recommending.pool import song_key
from modules.recommending.table import TableFile, TableUnreadable, table_of


def test_valence_and_energy_from_0_to_1_come_onto_the_circle():
    text = "artist,title,valence,energy,tempo,confidence,source\nQueen,Innuendo,.25,1,80,.8,ears\n"

    [row] = read_features(text.encode()).rows

    assert (row.title, row.artist, row.valence, row.energy) == ("Innuendo", "Queen", -0.5, 1.0)
    assert (row.tempo, row.confidence, row.source) == (80, 0.8, "ears")


def test_a_column_of_arousal_says_that_numbers_are_on_the_circle_already():
    [row] = read_features(b"\xef\xbb\xbfTitle;Artist;Valence;Arousal\r\nX;Y;-0,5;0,25\r\n", "a file").rows

    assert (row.valence, row.energy, row.source) == (-0.5, 0.25, "a file")


def test_what_is_not_said_stays_unknown():
    [row] = read_features(b"title,artist,valence,energy,tempo\nX,Y,,,120\n").rows
    assert (row.valence, row.energy, row.tempo, row.placed) == (None, None, 120, False)


def test_rows_that_say_nothing_are_named_by_their_numbers():
    text = "artist,title,valence,energy\nA,B,2,.5\nA,,.5,.5\nA,C,x,.5\nA,D,,\n\nA,E,.5,nan\nA,F,.5,.5\n"

    read = read_features(text.encode())

    assert [row.title for row in read.rows] == ["F"]
    assert [one.row for one in read.skipped] == [2, 3, 4, 5, 7]
    assert all(one.why for one in read.skipped)


@pytest.mark.parametrize(
    "text", ["", "\n\n", "a,b\n1,2\n", "title,artist\nX,Y\n", "title,valence,energy\n,1,1\n", "\x00"]
)
def test_what_is_no_table_is_refused_with_what_to_send(text):
    with pytest.raises(BadFeatures) as refused:
        read_features(text.encode())
    assert refused.value.next_step


def test_spotifys_own_figures_are_refused():
    with pytest.raises(SpotifysOwn) as refused:
        read_features(
            b"Track URI,Track Name,Artist Name(s),Danceability,Energy,Valence\nspotify:track:x,A,B,.5,.5,.5\n"
        )
    assert "Spotify" in refused.value.next_step


def test_a_table_that_was_written_is_read_again():
    rows = read_features(b'artist,title,valence,energy,tempo\n"A, B","C ""D""",.1,.9,77.5\nE,F,,,60\n').rows
    assert read_features(write_features(rows).encode()).rows == rows


def test_features_are_found_however_a_track_is_written_and_the_surest_counts():
    text = "artist,title,valence,energy,confidence\nThe Beatles,Yesterday,.1,.2,.4\nBeatles,Yesterday,.9,.9,.3\n"
    table = table_of(read_features(text.encode()).rows, "7")

    found = table.look_up(song_key("Yesterday - Remastered 2009", "Beatles, The"))

    assert (found.valence, found.confidence, found.version) == (-0.8, 0.4, "7")
    assert table.look_up(song_key("Tomorrow", "Beatles")) is None


def test_a_file_is_read_again_when_it_changed_and_says_which_state_it_is(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("artist,title,valence,energy\nA,B,.5,.5\n")
    file = TableFile(path)
    first = file.read()
    assert file.read() is first

    path.write_text("artist,title,valence,energy\nA,B,.75,.5\n")

    assert file.read().look_up(song_key("B", "A")).valence == 0.5
    assert file.read().version != first.version
    path.unlink()
    with pytest.raises(TableUnreadable):
        file.read()


def test_no_cell_of_a_written_table_is_a_formula_and_it_comes_back():
    table = b"artist,title,valence,arousal,source\n'=1+1,'@sum,-0.5,0.25,'-mine\n"
    read = read_features(table).rows
    written = write_features(read)
    assert (read[0].artist, read[0].title, read[0].source) == ("=1+1", "@sum", "-mine")
    assert written.splitlines()[1].startswith("'=1+1,'@sum,-0.5,")
    assert read_features(written.encode()).rows == read
