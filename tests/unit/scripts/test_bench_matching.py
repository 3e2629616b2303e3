"""The benchmark of matching runs on a list of its own, and on labelled tracks."""

import importlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.collections import NAMES

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def names(tmp_path):
    path = tmp_path / "names.txt"
    rows = [f"{k}\t{artist}\t{title}\t{k:032x}\t{k}.mid" for k, (artist, title) in enumerate(NAMES)]
    path.write_text("\n".join(rows) + "\n")
    return path


def bench(tmp_path, *words):
    figures = tmp_path / "figures.json"
    command = [sys.executable, ROOT / "scripts" / "bench_matching.py", *map(str, words), "--json", str(figures)]
    told = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    return json.loads(figures.read_text())


def test_labelled_tracks_are_judged_by_their_labels(names, tmp_path):
    index = tmp_path / "names.midx"
    build = [sys.executable, ROOT / "scripts" / "build_midi_index.py", names, "--out", index]
    subprocess.run(build, check=True, capture_output=True)
    (tmp_path / "tracks.tsv").write_text(
        "id\ttitle\tartist\n1\tRadio Gaga\tQueen\n2\tHelp! - Live\tBeatles\n3\tUnknown\tNobody\n4\tOne\tU2\n"
    )
    (tmp_path / "truth.tsv").write_text(
        f"id\tlevel\tmd5\n1\texact\t{1:032x}\n2\tversion\t{4:032x}\n3\tnone\t\n4\texact\t{6:032x}\n"
    )

    figures = bench(
        tmp_path, "--collection", index, "--tracks", tmp_path / "tracks.tsv", "--truth", tmp_path / "truth.tsv"
    )

    assert figures["recall"] == pytest.approx(2 / 3, abs=1e-3)  # the last label names another song: a wrong one
    assert figures["exact.precision"] == pytest.approx(1 / 2, abs=1e-3)
    assert figures["not_claimed.labelled_none"] == 1


def test_without_anything_the_shipped_collection_is_measured(tmp_path, monkeypatch):
    sys.path[:0] = [str(ROOT / "scripts"), str(ROOT)]
    try:
        bench_matching = importlib.import_module("bench_matching")
    finally:
        del sys.path[:2]
    figures = tmp_path / "figures.json"
    monkeypatch.setattr(bench_matching, "NAMES", tmp_path / "none")
    monkeypatch.setattr(bench_matching, "ALL_OF_LAKH", 2_000)
    monkeypatch.setattr(sys, "argv", ["bench_matching.py", "--json", str(figures)])

    bench_matching.main()

    told = json.loads(figures.read_text())
    assert told["recall"] > 0.9
    assert told["memory.process"] > told["memory.before_it_is_opened"] > 0
