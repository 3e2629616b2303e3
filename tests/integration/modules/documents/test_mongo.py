"""What only the MongoDB store has: a server that may be away, its own indexes, and operators in names."""

import os
import socket
import time

import pymongo
import pytest

from models.errors import Unavailable
from modules.documents.mongo import BadDatabase, MongoDocuments
from modules.documents.store import Collection
from tests.integration.modules.documents.writer import COUNTERS, opened

pytestmark = pytest.mark.integration

WORKS = Collection("works", indexes=(("owner", "made"),), unique=(("slug",),), expires="until")


@pytest.fixture
def url(mongo_database):
    return mongo_database


@pytest.fixture
def database(url):
    with pymongo.MongoClient(url) as client:
        yield client.get_default_database()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_a_server_that_is_away_is_unavailable_within_seconds():
    store = MongoDocuments(f"mongodb://127.0.0.1:{free_port()}/museaika?serverSelectionTimeoutMS=300")
    before = time.monotonic()
    with pytest.raises(Unavailable) as refused:
        store.ping()
    with pytest.raises(Unavailable):
        store.prepare([COUNTERS])
    assert time.monotonic() - before < 3
    assert "MUSEAIKA_DOCUMENTS" in refused.value.next_step
    store.close()


@pytest.mark.parametrize("address", ["mongodb://127.0.0.1", "mongodb://", "sqlit", "mongodb://a:b:c@x/y"])
def test_an_address_that_cannot_be_one_says_how_to_write_it(address):
    with pytest.raises(BadDatabase) as refused:
        MongoDocuments(address).prepare([COUNTERS])
    assert refused.value.field == "documents"


def test_nothing_connects_before_it_is_used():
    MongoDocuments("mongodb://127.0.0.1:1/museaika").close()


def test_mongodb_sweeps_by_itself_and_keeps_unique_what_must_be(store, database):
    store.prepare([WORKS])
    made = {
        name: (index["key"], index.get("unique"), index.get("expireAfterSeconds"))
        for name, index in database.works.index_information().items()
    }
    assert made == {
        "_id_": ([("_id", 1)], None, None),
        "by+owner+made": ([("owner", 1), ("made", 1), ("_id", 1)], None, None),
        "by+slug": ([("slug", 1), ("_id", 1)], None, None),
        "by+until": ([("until", 1), ("_id", 1)], None, None),
        "only+slug": ([("slug", 1)], True, None),
        "until+until": ([("until", 1)], None, 0),
    }


def test_an_index_of_the_operators_own_stays(store, database):
    database.counters.create_index([("value", 1)], name="mine")
    store.prepare([COUNTERS])
    assert "mine" in database.counters.index_information()


def test_documents_are_plain_fields_for_whoever_looks_at_them(store, database):
    store.insert(COUNTERS, {"id": "a", "value": {"n": [1, None]}, "$where": {"$ref": 1, "%": 2}})
    assert database.counters.find_one() == {
        "_id": "a",
        "value": {"n": [1, None]},
        "%$where": {"%$ref": 1, "%%": 2},
        "version": 1,
        "schema": 1,
    }
    assert store.get(COUNTERS, "a")["$where"] == {"$ref": 1, "%": 2}


def test_a_forked_child_connects_anew(store, url):
    store.insert(COUNTERS, {"id": "a"})
    told, tell = os.pipe()
    child = os.fork()
    if child == 0:
        done = b"0"
        try:
            store.insert(COUNTERS, {"id": "child"})
            done = b"1"
        finally:
            os.write(tell, done)
            os._exit(0)
    os.waitpid(child, 0)
    assert os.read(told, 1) == b"1"
    os.close(told)
    os.close(tell)
    assert store.count(COUNTERS) == 2


def test_a_server_that_comes_back_is_used_again(url, database):
    closed = opened(url)
    closed.insert(COUNTERS, {"id": "a"})
    closed.close()
    assert closed.get(COUNTERS, "a")["id"] == "a"
    closed.close()
