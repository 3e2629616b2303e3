"""A song is ordered, asked about, and changed by sending what the answer suggests."""

import pytest


@pytest.fixture
def order(guest):
    def order(**brief):
        job = guest.call("POST", "/generations", json={"engine": "composer", **brief}).json()["id"]
        return guest.wait(job, 120)

    return order


def test_asking_and_sending_the_suggestion(guest, order):
    made = order(mood="calm", seconds=8, seed=1, options={"sounds": "none"})

    def ask(question):
        return guest.call("POST", f"/generations/{made['id']}/questions", json={"question": question}).json()

    why = ask("Why this tempo, and with what weights was it made?")
    assert set(why["understood_as"]) == {"tempo", "maker"}
    assert f"{made['work']['summary']['bpm']:g} quarters a minute" in why["answer"]
    assert "composer.safetensors" in why["answer"]
    assert "its signature holds" in why["answer"]
    assert {"path": "record.json#/seed", "value": 1} in why["facts"]

    faster = ask("How do I make it fastr?")
    again = order(**faster["suggestion"])
    assert again["work"]["summary"]["bpm"] > made["work"]["summary"]["bpm"]

    same = order(**ask("How can I get the same again?")["suggestion"])
    hashes = [{part["name"]: part["sha256"] for part in one["work"]["parts"]} for one in (made, same)]
    assert hashes[0] == hashes[1]


def test_every_proposed_question_has_an_answer(guest, order):
    made = order(mood="sad", seconds=4, options={"sounds": "none"})
    asked, waiting = set(), ["What is this?"]
    while waiting and len(asked) < 25:
        question = waiting.pop()
        asked.add(question)
        answer = guest.call("POST", f"/generations/{made['id']}/questions", json={"question": question}).json()
        assert answer["understood_as"]
        waiting += [one for one in answer["ask_next"] if one not in asked | set(waiting)]
    assert len(asked) > 10
