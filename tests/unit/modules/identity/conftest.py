from pathlib import Path

import pytest

from modules.documents.sqlite import SQLiteDocuments
from modules.identity.collection import CONSENTS, SESSIONS, USERS
from modules.identity.identity import Identity
from tests.fakes import Clock


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def documents(tmp_path: Path, clock):
    store = SQLiteDocuments(tmp_path / "museaika.sqlite", clock)
    store.prepare([USERS, SESSIONS, CONSENTS])
    yield store
    store.close()


@pytest.fixture
def identity(documents, clock):
    return Identity(documents, clock)
