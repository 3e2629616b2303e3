"""The optional sources against a small server of our own on this machine."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from models.recommendation import Wish
from modules.recommending.sources.asking import Asking
from modules.recommending.sources.listenbrainz import ListenBrainz
from modules.recommending.sources.reccobeats import AT_ONCE, QUESTIONS, ReccoBeats
from modules.recommending.sources.source import SourceAway

pytestmark = pytest.mark.integration
MBID = "https://musicbrainz.org/recording/0a1b"


class Service:
    """answer: the status, the headers and the body of the next answers."""

    def __init__(self, url):
        self.url = url
        self.asked = []
        self.answer = lambda path, query: (200, {}, {})


@pytest.fixture
def service():
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            found.asked.append((parts.path, query, self.headers.get("Authorization")))
            status, headers, body = found.answer(parts.path, query)
            data = body if isinstance(body, bytes) else json.dumps(body).encode()
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found = Service(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield found
    server.shutdown()
    thread.join()
    server.server_close()


def radio(*tracks):
    return {"payload": {"feedback": [], "jspf": {"playlist": {"track": list(tracks)}}}}


def test_listenbrainz_is_asked_by_the_words_at_both_ends_of_the_way(service):
    tracks = {"title": "Feeling Good", "creator": "Nina Simone", "identifier": [MBID]}, {"title": "", "identifier": ""}
    service.answer = lambda path, query: (200, {}, radio(*tracks))

    [found] = ListenBrainz("secret", service.url).candidates(
        "ada", Wish(mood="sad", goal="journey", to="happy", seed=1)
    )

    prompts = [query["prompt"] for _, query, _ in service.asked]
    assert prompts == ["tag:(sad)", "tag:(happy)"]
    assert {(path, token) for path, _, token in service.asked} == {("/1/explore/lb-radio", "Token secret")}
    assert (found.id, found.name, found.artist) == ("listenbrainz:0a1b", "Feeling Good", "Nina Simone")
    assert found.features.confidence == 0.3
    assert "tag" in found.features.source


def test_reccobeats_is_asked_in_portions_and_for_no_more_than_a_few(service):
    def answer(_, query):
        asked = query["ids"].split(",")
        told = {"valence": 0.75, "energy": 0.25, "tempo": 99.5}
        return 200, {}, {"content": [{"href": f"https://open.spotify.com/track/{one}"} | told for one in asked[1:]]}

    service.answer = answer

    found = ReccoBeats(service.url).features([f"id{k}" for k in range(500)])

    assert [len(query["ids"].split(",")) for _, query, _ in service.asked] == [AT_ONCE] * QUESTIONS
    assert len(found) == (AT_ONCE - 1) * QUESTIONS
    assert (found["id1"].valence, found["id1"].energy, found["id1"].tempo) == (0.5, -0.5, 99.5)


@pytest.mark.parametrize(
    "body", [b"<html>", b"[]", b"{}", b'{"payload": {"jspf": {"playlist": {"track": [3]}}}}', b"x" * 4_000_001]
)
def test_an_answer_of_another_shape_is_a_source_that_is_away(service, body):
    service.answer = lambda path, query: (200, {}, body)
    with pytest.raises(SourceAway):
        ListenBrainz("secret", service.url).candidates("ada", Wish(mood="calm", seed=1))


@pytest.mark.parametrize(
    "content", [b'{"content": [{"href": "x", "valence": 7, "energy": 1}]}', b'{"content": {}}', b"{}"]
)
def test_figures_that_cannot_be_are_not_believed(service, content):
    service.answer = lambda path, query: (200, {}, content)
    source = ReccoBeats(service.url)
    if content == b'{"content": {}}':
        assert source.features(["a"]) == {}
        return
    with pytest.raises(SourceAway):
        source.features(["a"])


def test_after_a_refusal_it_is_left_alone_as_long_as_it_says(service):
    now = [0.0]
    asking = Asking("It", service.url, {"Authorization": "Token secret"}, clock=lambda: now[0])
    service.answer = lambda path, query: (429, {"Retry-After": "120"}, {})

    with pytest.raises(SourceAway) as refused:
        asking.get("/x")
    with pytest.raises(SourceAway):
        asking.get("/x")
    assert len(service.asked) == 1
    now[0] = 121.0
    service.answer = lambda path, query: (200, {}, {"fine": True})
    assert asking.get("/x") == {"fine": True}
    assert "secret" not in str(refused.value)


def test_our_token_is_not_carried_to_another_address(service):
    service.answer = lambda path, query: (302, {"Location": f"{service.url}/elsewhere"}, {})
    with pytest.raises(SourceAway):
        Asking("It", service.url, {"Authorization": "Token secret"}).get("/x")
    assert [path for path, _, _ in service.asked] == ["/x"]


def test_nobody_there_is_a_source_that_is_away():
    with pytest.raises(SourceAway) as refused:
        Asking("It", "http://127.0.0.1:9", patience=0.5).get("/x")
    assert refused.value.next_step
