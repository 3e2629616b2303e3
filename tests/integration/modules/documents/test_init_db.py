import os
import subprocess
import sys
from pathlib import Path

import pytest

from modules.documents.mongo import MongoDocuments
from modules.documents.sqlite import SQLiteDocuments
from modules.services import COLLECTIONS
from modules.uploads.collection import UPLOADS

pytestmark = pytest.mark.integration

ROOT = Path(__file__).parents[4]


def init_db(*arguments, cwd):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MUSEAIKA_")}
    return subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "init_db.py"), *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=cwd,
        env=environment,
        check=False,
        timeout=60,
    )


def stores(tmp_path, mongo_database):
    sqlite = SQLiteDocuments(tmp_path / "data" / "museaika.sqlite")
    return {("--data", tmp_path / "data"): sqlite, ("--documents", mongo_database): MongoDocuments(mongo_database)}


def test_it_makes_what_is_missing_and_does_it_again_without_harm(tmp_path, mongo_database):
    for arguments, store in stores(tmp_path, mongo_database).items():
        first = init_db(*arguments, cwd=tmp_path)
        assert first.returncode == 0, first.stderr
        assert f"{len(COLLECTIONS)} collections" in first.stdout
        store.prepare(COLLECTIONS)
        store.insert(UPLOADS, {"id": "a"})
        again = init_db(*arguments, cwd=tmp_path)
        assert again.returncode == 0, again.stderr
        assert "uploads: 1 documents" in again.stdout
        store.close()


def test_it_says_what_is_wrong_with_an_address(tmp_path):
    seen = init_db("--documents", "mongodb://localhost", cwd=tmp_path)
    assert seen.returncode == 1
    assert "the database's name at its end" in seen.stderr
    assert "Traceback" not in seen.stderr
