"""museaika recommend, without a server."""

import json

import pytest
from typer.testing import CliRunner

from models.errors import Invalid
from museaika.commands.program import program


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def called(*words):
        result = CliRunner().invoke(program(), ["recommend", *words])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return called


def test_music_is_named_with_the_reason_for_each(run):
    told = run("--mood", "calm", "--goal", "lift", "--limit", "3", "--seed", "1")

    assert told.exit_code == 0
    assert told.stdout.count("Sounds ") == 3
    assert "Seed 1" in told.stdout
    assert run("--mood", "calm", "--goal", "lift", "--limit", "3", "--seed", "1").stdout == told.stdout


def test_own_tracks_are_known_by_a_table(run, tmp_path):
    (tmp_path / "mine.csv").write_text("artist,title\nMarconi Union,Weightless\nNobody,Unheard\n")
    (tmp_path / "table.csv").write_text("artist,title,valence,energy\nMarconi Union,Weightless,.78,.17\n")

    told = run("--mood", "calm", "--tracks", "mine.csv", "--features", "table.csv", "--json", "--limit", "5")

    found = json.loads(told.stdout)
    assert "Weightless" in [one["name"] for one in found["items"]]
    assert found["unknown"] == 1
    assert any("--features CSV brings what you know" in note for note in found["notes"])
    for item in found["items"]:
        assert item["score"] == pytest.approx(sum(part["amount"] for part in item["contributions"]), abs=1e-9)


@pytest.mark.parametrize(
    "words",
    [
        ("--mood", "furious-ish"),
        ("--mood", "calm", "--goal", "up"),
        ("--mood", "calm", "--goal", "journey"),
        ("--mood", "calm", "--tracks", "nothing.csv"),
        ("--mood", "calm", "--seed", str(2**63)),
    ],
)
def test_what_cannot_be_is_refused_with_what_to_do(run, words):
    with pytest.raises(Invalid) as refused:
        run(*words)
    assert refused.value.next_step


def test_a_journey_goes_from_one_mood_to_another(run):
    found = json.loads(run("--mood", "-.7,-.3", "--goal", "journey", "--to", "happy", "--limit", "8", "--json").stdout)
    places = [one["planned"]["valence"] for one in found["items"]]
    assert places == sorted(places)
    assert (places[0], places[-1]) == (-0.7, 0.85)
