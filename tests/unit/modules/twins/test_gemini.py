"""Tags from outside, against a stand-in that answers as Gemini does, and as nobody should."""

import base64
import io
import json
import threading
import time
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import numpy as np
import pytest
import soundfile

from models.twin import FileFacts
from modules.twins.gemini import Gemini, GeminiAway
from modules.twins.gemini_tagger import GeminiTagger

KEY = "a-key"
SOUND = np.full((44_100 * 20, 1), 0.1, np.float32)


def answer(tags):
    return {"candidates": [{"content": {"role": "model", "parts": [{"text": json.dumps({"tags": tags})}]}}]}


class Stand(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append((self.path, self.headers, json.loads(body)))
        status, said, pause = self.server.plan
        time.sleep(pause)
        data = said if isinstance(said, bytes) else json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Location", "/elsewhere")
        with suppress(OSError):  # whoever asked has gone
            self.end_headers()
            self.wfile.write(data)

    def log_message(self, *_):
        pass


@contextmanager
def gemini(status=200, said=None, pause=0.0, patience=5.0):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Stand)
    server.asked, server.plan = [], (status, said if said is not None else answer(["Dark"]), pause)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield Gemini(KEY, f"http://127.0.0.1:{server.server_port}", "some-model", patience), server.asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def heard():
    feel = SimpleNamespace(brightness=500.0, density=1.0, valence=-0.6, arousal=-0.4, voice=0.0)
    parts = SimpleNamespace(drums=np.zeros(0), bass=())
    return SimpleNamespace(key=None, character=feel, is_music=False, parts=parts, time=None)


def test_a_short_low_excerpt_is_sent_without_names_and_its_words_come_behind_our_own():
    with gemini(said=answer(["Dark", "tape\x00 hiss\n", "a, b", "  ", "glitch"])) as (one, asked):
        found = GeminiTagger(one).tags(heard(), ["piano"], FileFacts(title="Secret"), SOUND)
    (path, headers, body) = asked[0]
    assert path == "/v1beta/models/some-model:generateContent"
    assert headers["x-goog-api-key"] == KEY
    assert "Secret" not in json.dumps(body)
    sent = body["contents"][0]["parts"][1]["inline_data"]
    facts = soundfile.info(io.BytesIO(base64.b64decode(sent["data"])))
    assert (sent["mime_type"], facts.samplerate, facts.channels, facts.duration) == ("audio/wav", 16_000, 1, 15.0)
    assert found[:2] == ["Secret", "dark"]
    assert found[-3:] == ["tape hiss", "a b", "glitch"]
    assert found.count("dark") == 1
    assert "127.0.0.1" in one.told


@pytest.mark.parametrize(
    ("how", "why"),
    [
        ({"status": 429}, "it answered 429"),
        ({"status": 302}, "it answered 302"),
        ({"said": b"<html>"}, "cannot be understood"),
        ({"said": {"candidates": []}}, "cannot be understood"),
        ({"said": answer("dark")}, "cannot be understood"),
        ({"said": answer(["x" * 61])}, "cannot be understood"),
        ({"said": answer(["x"] * 25)}, "cannot be understood"),
        ({"said": b" " * 300_000}, "too long"),
        ({"pause": 0.6, "patience": 0.2}, "does not answer"),
    ],
)
def test_who_answers_wrongly_late_or_too_much_is_not_believed(how, why):
    with gemini(**how) as (one, _), pytest.raises(GeminiAway, match=why):
        one.ask(b"RIFF")


def test_without_help_our_own_tags_are_used_the_owner_hears_why_and_nobody_is_asked_again_and_again():
    with gemini(status=503) as (one, asked):
        tagger = GeminiTagger(one)
        own = [tagger.tags(heard(), ["piano"], FileFacts(), SOUND) for _ in range(4)]
        assert own == [GeminiTagger(one).tags(heard(), ["piano"], FileFacts())] * 4
    assert len(asked) == 2
    assert tagger.notes[-1].startswith("Gemini gave no tags: it answered 503, and was asked no more.")
    with gemini(status=401) as (one, asked):
        tagger = GeminiTagger(one)
        for _ in range(3):
            tagger.tags(heard(), ["piano"], FileFacts(), SOUND)
    assert len(asked) == 1
