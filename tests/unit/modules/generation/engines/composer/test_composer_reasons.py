import json

import pytest


def reasons_of(made):
    folder, _ = made
    return json.loads((folder / "record.json").read_text())["result"]["reasons"]


def test_what_was_asked_is_the_reason(order, ruled):
    why = reasons_of(order(ruled, mood="sad", key="F minor", bpm=97, metre="3/4", bars=8, style="pop"))

    assert {name: one["by"] for name, one in why.items()} == {
        "tempo": "asked",
        "key": "asked",
        "metre": "asked",
        "length": "bars",
        "style": "asked",
    }


@pytest.mark.parametrize(
    ("asked", "by"),
    [
        ({}, "usual"),
        ({"mood": "calm"}, "mood"),
        ({"style": "pop"}, "style"),
        ({"mood": "calm", "style": "pop"}, "mood and style"),
        ({"bars": 8, "seconds": 20}, "bars and seconds"),
    ],
)
def test_what_decided_about_the_tempo_is_told(order, ruled, asked, by):
    assert reasons_of(order(ruled, **({"seconds": 8} | asked)))["tempo"]["by"] == by


def test_the_pace_that_style_and_mood_ask_for_is_told(order, ruled):
    tempo = reasons_of(order(ruled, mood="calm", seconds=30))["tempo"]

    assert tempo["sought"][0] < tempo["style"]


def test_the_reference_that_a_song_leans_on_is_named_with_its_bars(order, ruled, tune):
    why = reasons_of(order(ruled, like=[tune(1, bpm=100)], seconds=8))

    assert why["tempo"] == {"by": "references", "theirs": 100.0}
    assert why["model"]["name"] == "r0.mid"
    assert why["model"]["passages"][0]["section"] == "A"
    assert 1 <= why["model"]["passages"][0]["bar"] <= 16


def test_without_references_nothing_is_said_of_a_model(order, ruled):
    assert "model" not in reasons_of(order(ruled, mood="calm", seconds=8))


def test_a_title_says_where_a_path_of_moods_leads(order, ruled):
    path = [{"at": 0, "mood": "tense"}, {"at": 1, "mood": "calm"}]

    assert order(ruled, seconds=40, path=path)[1].summary["title"].startswith("From tense to calm in ")
    assert order(ruled, seconds=8, mood="sad")[1].summary["title"].startswith("Sad in ")
