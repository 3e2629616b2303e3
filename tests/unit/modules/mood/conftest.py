from itertools import count
from pathlib import Path

import pytest

from modules.documents.idempotency import KEYS
from modules.documents.sqlite import SQLiteDocuments
from modules.mood.collection import MOODS
from modules.mood.moods import Moods
from tests.fakes import Clock


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def documents(tmp_path: Path, clock):
    store = SQLiteDocuments(tmp_path / "museaika.sqlite", clock)
    store.prepare([MOODS, KEYS])
    yield store
    store.close()


@pytest.fixture
def moods(documents, clock):
    numbers = count(1)
    return Moods(documents, clock, lambda: f"mood{next(numbers)}")
