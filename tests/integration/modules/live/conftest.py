"""Streams on a Valkey of their own, with a composer that writes at once what it is told to."""

import subprocess
import threading
import time
from types import SimpleNamespace

import pytest

from models.errors import Unavailable
from models.live import LiveBar
from models.schema import utc_now
from modules.documents.shelf import Shelf
from modules.documents.sqlite import SQLiteDocuments
from modules.live.board import Board
from modules.live.collection import STREAMS, Stream
from modules.live.composing.thread import Thread
from modules.live.endings import Endings
from modules.live.streams import Crew, Streams, Terms
from modules.live.turns import Turns
from museaika.embedded.valkey import Valkey
from museaika.folder import DataFolder
from tests.fakes import RememberingPublisher


class Metronome:
    """Writes empty bars of a fixed length; `takes` is how long it thinks about each."""

    def __init__(self, seconds=0.6, takes=0.0):
        self.seconds, self.takes = seconds, takes
        self.written = []
        self.during = lambda: None

    def begin(self, order, seed, likeness=None):
        return Thread(
            seed=seed,
            likeness=likeness,
            style=order.style,
            tempo=120,
            valence=order.valence,
            arousal=order.arousal,
            shift=0,
            mode=0,
        )

    def write(self, thread, mood):
        time.sleep(self.takes)
        self.during()
        self.written.append((thread.index, mood))
        bar = LiveBar(
            index=thread.index,
            at=thread.at,
            seconds=self.seconds,
            tempo=120,
            metre="4/4",
            key="C major",
            section="A",
            phrase_bar=0,
            phrase_bars=4,
            valence=mood.valence,
            arousal=mood.arousal,
            intensity=0.5,
        )
        micros = thread.micros + round(self.seconds * 1e6)
        return bar, thread.model_copy(update={"index": thread.index + 1, "micros": micros})


@pytest.fixture(scope="session")
def valkey_url(tmp_path_factory):
    valkey = Valkey.prepared(DataFolder(tmp_path_factory.mktemp("valkey")).made())
    process = subprocess.Popen(valkey.argv, stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + 10
    while not valkey.answers():
        assert time.monotonic() < deadline
        time.sleep(0.01)
    yield valkey.url
    process.kill()
    process.wait()


@pytest.fixture
def stage(tmp_path, valkey_url):
    """Streams with two hands that take turns in turn; `sent` holds what nobody came for yet."""
    board = Board(valkey_url, silence=30)
    board._redis.flushdb()
    documents = SQLiteDocuments(tmp_path / "live.sqlite", utc_now)
    documents.prepare([STREAMS])
    shelf, publisher, sent, kept = Shelf(documents, STREAMS, Stream), RememberingPublisher(), [], []
    endings = Endings(board, shelf, publisher, utc_now)
    ids = iter(f"stream-{number}" for number in range(10_000))

    def keep(stream):
        if house.refuse_to_keep:
            raise Unavailable("not now")
        kept.append(stream)
        return f"job-{len(kept)}"

    crew = Crew(lambda _owner, _order: None, sent.append, lambda: None, keep)
    terms = Terms(utc_now, lambda: next(ids), lambda: 7, (3, 5))
    composer = Metronome()
    house = SimpleNamespace(
        refuse_to_keep=False,
        board=board,
        shelf=shelf,
        publisher=publisher,
        sent=sent,
        kept=kept,
        endings=endings,
        composer=composer,
    )
    house.streams = Streams(board, shelf, endings, crew, terms)
    house.hand = lambda writer=composer: Turns(board, endings, publisher, lambda: writer, 3600)
    house.turns = house.hand()
    house.bars = lambda: [event for event in publisher.events if event.name == "live:bar"]
    yield house
    documents.close()


@pytest.fixture
def playing(stage):
    """Plays on in a thread of its own, as a worker does: playing(hand)."""
    stop, threads = threading.Event(), []

    def play(hand=None):
        def run():
            while not stop.wait(0.01):
                ids, _ = stage.board.due()
                for stream_id in ids:
                    (hand or stage.turns).take(stream_id)

        threads.append(threading.Thread(target=run))
        threads[-1].start()

    yield play
    stop.set()
    for thread in threads:
        thread.join()
