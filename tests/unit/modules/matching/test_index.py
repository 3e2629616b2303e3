import gzip
import subprocess
import sys
from pathlib import Path

import pytest

from models.track import MatchLevel, Track
from modules.matching.entries import from_path
from modules.matching.index import IndexMissing, MidiIndex
from modules.matching.matcher import Matcher
from modules.matching.matching import BUNDLED, FileGone, Matching
from modules.matching.packing import IndexUnreadable
from tests.collections import piece

ROOT = Path(__file__).resolve().parents[4]


@pytest.fixture
def folder(tmp_path):
    """A collection as people have them."""
    midi = tmp_path / "midi"
    (midi / "Queen").mkdir(parents=True)
    (midi / "Queen" / "Radio Ga Ga.mid").write_bytes(piece())
    (midi / "Queen" / "Radio Ga Ga.2.mid").write_bytes(piece(bpm=100))
    (midi / "ABBA - Waterloo.MID").write_bytes(piece(minor=True))
    (midi / "noise.mid").write_bytes(b"no midi at all")
    (midi / "readme.txt").write_text("nothing")
    return midi


def build(*words):
    command = [sys.executable, ROOT / "scripts" / "build_midi_index.py", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={"COLUMNS": "200"})


def test_a_folder_becomes_an_index_that_moves_with_it(folder, tmp_path):
    told = build(folder)
    assert "3 files" in told.stdout, told.stderr
    assert "noise.mid" in told.stdout
    moved = folder.rename(tmp_path / "elsewhere")

    matching = Matching(moved / "museaika.midx")
    [match] = matching.matcher.report([Track(name="Radio Gaga", artist="Queen")]).matches

    assert (match.level, match.file.path, match.file.playable) == (MatchLevel.EXACT, "Queen/Radio Ga Ga.mid", True)
    assert match.file.tempo == pytest.approx(120)
    assert matching.read(match.file.digest) == piece()
    assert matching.matcher.find(Track(name="Waterloo", artist="Abba")).verdict.level is MatchLevel.EXACT


def test_the_same_folder_gives_the_same_index(folder, tmp_path):
    build(folder, "--out", tmp_path / "a.midx")
    build(folder, "--out", tmp_path / "b.midx", "--workers", 2)
    assert (tmp_path / "a.midx").read_bytes() == (tmp_path / "b.midx").read_bytes()


def test_a_list_knows_names_better_than_paths(folder, tmp_path):
    names = tmp_path / "names.txt"
    names.write_text("0\tStrauss\tMorgen\t" + "0" * 32 + "\tABBA - Waterloo.MID\n")
    build(folder, "--names", names)
    index = MidiIndex.open(folder / "museaika.midx")
    assert {index.song(k).title for k in range(index.songs)} == {"Morgen", "Radio Ga Ga"}


def test_a_list_of_names_is_a_collection_without_music(tmp_path):
    names = tmp_path / "names.txt.gz"
    with gzip.open(names, "wt") as file:
        file.write('0\tQueen\t"Say ""Yes"""\t' + "ab" * 16 + "\tQueen/x.mid\n")
    matcher = Matcher(MidiIndex.open(names))
    [match] = matcher.report([Track(name='Say "Yes"', artist="Queen")]).matches
    assert (match.level, match.file.playable, match.file.digest) == (MatchLevel.EXACT, False, "ab" * 16)


def test_what_changed_or_went_is_not_passed_off_as_what_was_indexed(folder):
    build(folder)
    matching = Matching(folder / "museaika.midx")
    digest = matching.matcher.report([Track(name="Waterloo", artist="ABBA")]).matches[0].file.digest
    (folder / "ABBA - Waterloo.MID").write_bytes(piece(bpm=99))
    with pytest.raises(FileGone):
        matching.read(digest)
    (folder / "ABBA - Waterloo.MID").unlink()
    with pytest.raises(FileGone):
        matching.read(digest)
    with pytest.raises(FileGone):
        matching.read("../../etc/passwd")


def test_a_missing_index_says_how_to_build_it(tmp_path):
    matching = Matching(tmp_path / "none.midx")
    assert "build_midi_index.py" in matching.missing()[0]
    with pytest.raises(IndexMissing):
        _ = matching.matcher


@pytest.mark.parametrize("kept", [40, 500, -4000])
def test_a_damaged_index_is_refused(tmp_path, kept):
    path = tmp_path / "damaged.midx"
    path.write_bytes(BUNDLED.read_bytes()[:kept])
    with pytest.raises(IndexUnreadable):
        MidiIndex.open(path)


def test_a_file_that_is_neither_is_refused(tmp_path):
    path = tmp_path / "names.txt"
    path.write_text("just some text\n")
    with pytest.raises(IndexUnreadable, match="line 1"):
        MidiIndex.open(path)


def test_the_shipped_collection_is_whole_and_credited():
    matching = Matching()
    index = matching.matcher.index
    assert matching.missing() == []
    assert index.files > 100
    for number in range(index.files):
        assert matching.read(index.file(number).digest)
    told = (BUNDLED.parent / "CREDITS.md").read_text()
    assert {path.name for path in BUNDLED.parent.iterdir() if path.is_dir()} == {"chopin", "freedoom", "lieder"}
    assert all(word in told for word in ("CC BY 4.0", "CC0", "Redistribution and use"))
    assert sum(path.stat().st_size for path in BUNDLED.parent.rglob("*") if path.is_file()) < 1_500_000


@pytest.mark.parametrize(
    ("place", "named"),
    [
        ("Queen/Radio Ga Ga.3.mid", ("Queen", "Radio Ga Ga")),
        ("Queen - Radio Ga Ga.mid", ("Queen", "Radio Ga Ga")),
        ("q/Queen/Hits/Radio_Ga_Ga.mid", ("Queen", "Radio Ga Ga")),
        ("radio.kar", ("", "radio")),
    ],
)
def test_names_are_read_from_paths(place, named):
    assert from_path(place) == named


def test_a_file_named_by_its_hash_is_called_as_it_calls_itself(folder, tmp_path):
    lakh = tmp_path / "lakh" / "a"
    lakh.mkdir(parents=True)
    (lakh / f"{'ab' * 16}.mid").write_bytes(piece(name="Queen - Radio Ga Ga"))
    (lakh / f"{'cd' * 16}.mid").write_bytes(piece(name="Waterloo"))
    build(lakh.parent)
    index = MidiIndex.open(lakh.parent / "museaika.midx")
    songs = {index.song(k) for k in range(index.songs)}
    assert {(song.artist, song.title) for song in songs} == {("Queen", "Radio Ga Ga"), ("", "Waterloo")}
