"""What people send instead of a plain sentence, through the whole app and our own networks."""

import io
import zipfile

import pytest

from models.errors import Unavailable
from museaika.readers import build_readers
from museaika.settings import Settings


@pytest.fixture
def ada(client):
    token = client.post("/auth/guest", json={}).json["access_token"]
    return {"Authorization": f"Bearer {token}"}


@pytest.fixture
def say(client, ada):
    return lambda text: client.post("/mood/text", json={"text": text}, headers=ada)


ODD = {
    "one letter": "a",
    "only emoji": "\N{SMILING FACE WITH OPEN MOUTH}\N{SMILING FACE WITH OPEN MOUTH}",
    "only punctuation": "?!... --- ;;;",
    "shouted": "I AM SO ANGRY ABOUT THIS!!!",
    "mixed scripts": "Привет my friend, 今日は bonjour",
    "control characters": "I am\x07 so\x1b[31m happy\x85 today",
    "lines": "Good morning.\n\nI slept badly.\r\nStill, I am glad.",
    "right to left": "\u202eyppah\u202c שלום",
    "no spaces": "x" * 5000,
    "long": "I was sad in the morning. " * 300,
    "an unsupported language": "Ndiyakuthanda kakhulu, enkosi",
}


@pytest.mark.parametrize("name", ODD)
def test_odd_texts_are_read_with_an_honest_confidence(say, name):
    answer = say(ODD[name])
    assert answer.status_code == 201, answer.json
    assert 0 <= answer.json["mood"]["confidence"] <= 1
    assert ODD[name] not in answer.text or len(ODD[name]) == 1


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "request.invalid"),
        ("  \n ", "mood.text_empty"),
        ("\u200b", "mood.text_empty"),
        ("word " * 20_000, "mood.text_too_long"),
        ("x" * 100_001, "request.invalid"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_next_step(say, client, ada, text, code):
    answer = say(text)
    assert (answer.status_code, answer.json["code"], answer.json["field"]) == (422, code, "text"), answer.json
    assert answer.json["next_step"]
    assert client.get("/mood/history", headers=ada).json["items"] == []


def test_what_was_written_is_not_kept(say, client, ada):
    say("My secret is that I am happy")
    with zipfile.ZipFile(io.BytesIO(client.get("/user/export", headers=ada).data)) as archive:
        kept = b"".join(map(archive.read, archive.namelist()))
    assert b"happ" in kept
    assert b"secret" not in kept


def test_a_network_that_is_not_there_is_said_so(tmp_path):
    named = Settings(_env_file=None, mood={"text": {"network": f"hf:{tmp_path}/nothing"}})
    readers = build_readers(named)
    assert len(readers.missing("text")) == 1
    with pytest.raises(Unavailable) as refused:
        readers.text("hello")
    assert (refused.value.code, "MUSEAIKA_MOOD__TEXT__NETWORK" in refused.value.detail) == ("mood.not_ready", True)


@pytest.mark.parametrize("network", ["roberta", "hf:", "hf: ", "OURS"])
def test_a_network_that_is_no_name_is_refused_at_the_start(network):
    with pytest.raises(ValueError, match="network"):
        Settings(_env_file=None, mood={"face": {"network": network}})
