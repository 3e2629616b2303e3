"""Both stores, each test with an empty one of its own."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pymongo
import pytest

from tests.fakes import Clock
from tests.integration.modules.documents.writer import opened
from tests.mongo_wire import described, fresh_database, mongo_server

ROOT = Path(__file__).parents[4]
WRITER = Path(__file__).with_name("writer.py")


def pytest_report_header():
    return f"mongodb: {described()}"


def pytest_terminal_summary(terminalreporter):
    """The head is only asked of the folders that were named; the end comes always."""
    terminalreporter.write_line(f"mongodb: {described()}")


@pytest.fixture(scope="session")
def mongo():
    with mongo_server() as server, pymongo.MongoClient(server) as client:
        yield server, client


@pytest.fixture
def mongo_database(mongo):
    """The address of a database of its own, which is gone after the test."""
    server, client = mongo
    url = fresh_database(server)
    yield url
    client.drop_database(pymongo.uri_parser.parse_uri(url)["database"])


@pytest.fixture(params=["sqlite", "mongo"])
def url(request, tmp_path):
    return (
        f"sqlite:{tmp_path / 'documents.sqlite'}"
        if request.param == "sqlite"
        else request.getfixturevalue("mongo_database")
    )


@pytest.fixture
def clock():
    """Far ahead, so that MongoDB's own sweeping finds nothing to do."""
    clock = Clock()
    clock.now = datetime(2126, 1, 1, tzinfo=UTC)
    return clock


@pytest.fixture
def store(url, clock):
    store = opened(url, clock)
    yield store
    store.close()


@pytest.fixture
def started(url):
    """Starts the writer with the store's address; every process is gone after the test."""
    processes = []

    def start(*arguments):
        process = subprocess.Popen(
            [sys.executable, str(WRITER), url, *map(str, arguments)],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        processes.append(process)
        return process

    yield start
    for process in processes:
        process.kill()
        process.wait()
        process.stdout.close()
