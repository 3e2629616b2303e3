"""What only the SQLite store promises: one file for all processes, kept small, fast and copied while in use."""

import os
import sqlite3
import stat
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from models.errors import Unavailable
from modules.documents import sqlite_pool
from modules.documents.plan import planned
from modules.documents.snapshot import NotASnapshot
from modules.documents.sqlite import SQLiteDocuments
from modules.documents.sqlite_query import order, where
from modules.documents.store import Collection, Query, Range
from tests.integration.modules.documents.writer import COUNTERS, opened

pytestmark = pytest.mark.integration

ROOT = Path(__file__).parents[4]
NOW = datetime(2026, 1, 1, tzinfo=UTC)
ORDERS = Collection(
    "orders", indexes=(("owner", "made"), ("queue", "state", "made")), unique=(("slug",),), expires="until"
)


@pytest.fixture
def url(tmp_path):
    return f"sqlite:{tmp_path / 'documents.sqlite'}"


@pytest.fixture
def path(url):
    return Path(url.removeprefix("sqlite:"))


def run(code, *arguments):
    seen = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
        timeout=60,
    )
    assert seen.returncode == 0, seen.stderr
    return seen.stdout.split()


def test_only_the_owner_may_read_the_file(store, path):
    store.insert(COUNTERS, {"id": "a"})
    for file in path.parent.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file


@pytest.mark.parametrize(
    "query",
    [
        Query({"owner": "ada"}, order="made", descending=True),
        Query({"queue": "cpu", "state": "queued"}, {"made": Range(lt=NOW)}, order="made"),
        Query({"slug": "x"}),
        Query({"slug": None}),
        Query(ranges={"until": Range(lte=NOW)}, order="until"),
        Query({"id": ["a", "b"]}),
        Query(),
    ],
    ids=str,
)
def test_a_query_walks_an_index_and_sorts_nothing(store, path, query):
    store.prepare([ORDERS])
    plan = planned(ORDERS, query)
    found = where(plan).fresh("until", NOW)
    with sqlite3.connect(path) as connection:
        statement = f'EXPLAIN QUERY PLAN SELECT body FROM "orders" {found.sql} {order(plan)} LIMIT 20'  # noqa: S608
        steps = [row[3] for row in connection.execute(statement, found.values)]
    connection.close()
    unique = "only:slug" in steps[0]  # at most one row: nothing to sort
    assert all("USING INDEX" in step for step in (steps[:1] if unique else steps)), steps


def test_a_forked_child_opens_the_file_anew_and_leaves_its_parents_connection_alone(path):
    code = """if True:
        import os, sys
        from tests.integration.modules.documents.writer import COUNTERS, opened
        store = opened("sqlite:" + sys.argv[1])
        store.insert(COUNTERS, {"id": "parent", "value": 0})
        children, held = [], set(store._connections._idle)
        for number in range(4):
            child = os.fork()
            if child == 0:
                assert store.get(COUNTERS, "parent")
                assert not held & set(store._connections._idle)
                for turn in range(50):
                    store.insert(COUNTERS, {"id": f"{number}-{turn}"})
                store.close()
                os._exit(0)
            children.append(child)
        for turn in range(50):
            store.insert(COUNTERS, {"id": f"parent-{turn}"})
        assert [os.waitpid(child, 0)[1] for child in children] == [0] * 4
        store.insert(COUNTERS, {"id": "last"})
        print(store.count(COUNTERS))
    """
    assert run(code, path) == ["252"]


def test_hundreds_of_greenlets_share_a_few_connections_and_never_hold_up_the_hub(path):
    code = """if True:
        import eventlet
        eventlet.monkey_patch()
        import os, sys, sqlite3, time
        from tests.integration.modules.documents.writer import COUNTERS, opened
        store = opened("sqlite:" + sys.argv[1])
        store.insert(COUNTERS, {"id": "one", "value": 0})
        gaps = []
        def beat():
            while True:
                before = time.monotonic()
                eventlet.sleep(0.005)
                gaps.append(time.monotonic() - before)
        def work(number):
            for turn in range(5):
                store.insert(COUNTERS, {"id": f"{number}-{turn}"})
                eventlet.sleep(0)
                assert store.get(COUNTERS, f"{number}-{turn}")
        eventlet.spawn(beat)
        pool = eventlet.GreenPool(500)
        other = sqlite3.connect(sys.argv[1], isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        eventlet.spawn_after(1.0, other.execute, "COMMIT")
        for number in range(300):
            pool.spawn(work, number)
        eventlet.sleep(0.9)
        beats = len(gaps)
        pool.waitall()
        files = [os.readlink(f"/proc/self/fd/{one}") for one in os.listdir("/proc/self/fd") if one != "3"
                 and os.path.islink(f"/proc/self/fd/{one}")]
        print(store.count(COUNTERS), sum(one == sys.argv[1] for one in files), beats, sorted(gaps)[-2])
    """
    count, connections, beats, slowest = map(float, run(code, path))
    assert count == 1501
    assert connections <= 1 + sqlite_pool.IDLE
    assert beats > 20, "the hub stood still while another process held the file"
    assert slowest < 5


def test_native_threads_write_side_by_side(store):
    def work(number):
        for turn in range(40):
            store.insert(COUNTERS, {"id": f"{number}-{turn}"})

    threads = [threading.Thread(target=work, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.count(COUNTERS) == 480


def test_a_file_that_stays_locked_is_unavailable_and_works_again_afterwards(store, path, monkeypatch):
    monkeypatch.setattr(sqlite_pool, "PATIENCE", 0.1)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Unavailable, match="locked"):
        store.insert(COUNTERS, {"id": "a"})
    assert store.get(COUNTERS, "a") is None
    other.execute("ROLLBACK")
    other.close()
    store.insert(COUNTERS, {"id": "a"})


def test_a_file_that_is_no_database_is_unavailable(path):
    path.write_bytes(b"not a database, but long enough to be looked at" * 100)
    store = SQLiteDocuments(path)
    with pytest.raises(Unavailable, match="not a database"):
        store.ping()
    with pytest.raises(Unavailable):
        store.prepare([COUNTERS])


def test_a_folder_that_cannot_be_written_is_unavailable(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(Unavailable):
        SQLiteDocuments(tmp_path / "file" / "documents.sqlite").prepare([COUNTERS])


def test_sweeping_leaves_no_trace_of_what_was_deleted(store, path):
    store.prepare([ORDERS])
    store.insert(ORDERS, {"id": "a", "owner": "ophelia", "note": "get thee to a nunnery " * 1000})
    store.delete(ORDERS, "a")
    store.sweep([ORDERS])
    assert not [file for file in path.parent.iterdir() if b"ophelia" in file.read_bytes()]
    assert not [file for file in path.parent.iterdir() if b"nunnery" in file.read_bytes()]


def test_sweeping_goes_on_while_somebody_reads(store, path):
    store.prepare([ORDERS])
    store.insert(ORDERS, {"id": "a", "until": NOW})
    reader = sqlite3.connect(path, isolation_level=None)
    reader.execute("BEGIN")
    assert reader.execute("SELECT COUNT(*) FROM orders").fetchone() == (1,)
    assert store.sweep([ORDERS]) == 1
    assert reader.execute("SELECT COUNT(*) FROM orders").fetchone() == (1,)
    reader.close()


def test_a_snapshot_holds_every_write_acknowledged_before_it_while_others_write_on(store, started, tmp_path):
    writers = [started("insert", name) for name in ("left", "right")]
    told = dict.fromkeys(writers, -1)
    for turn in range(5):
        for writer in writers:
            for _ in range(30):
                told[writer] = int(writer.stdout.readline())
        target = tmp_path / "kept" / f"{turn}.sqlite"
        store.snapshot(target)
        copy = opened(f"sqlite:{target}")
        for name, last in zip(("left", "right"), told.values(), strict=True):
            assert all(copy.get(COUNTERS, f"{name}-{number}") for number in range(last + 1))
        copy.close()
    assert [writer.poll() for writer in writers] == [None, None]
    assert sorted(file.name for file in (tmp_path / "kept").iterdir()) == [f"{turn}.sqlite" for turn in range(5)]


def test_a_snapshot_is_one_private_file_that_replaces_an_older_one(store, tmp_path):
    target = tmp_path / "kept.sqlite"
    target.write_text("older")
    store.insert(COUNTERS, {"id": "a"})
    store.snapshot(target)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert {file.name for file in tmp_path.iterdir() if file.name.startswith("kept")} == {"kept.sqlite"}


def test_restoring_brings_everything_back_for_every_process_while_they_work(store, started, url, clock, tmp_path):
    store.insert(COUNTERS, {"id": "kept", "value": 1})
    store.snapshot(tmp_path / "kept.sqlite")
    store.replace(COUNTERS, {"id": "kept", "value": 2}, 1)
    store.insert(COUNTERS, {"id": "later"})
    other = opened(url, clock)
    assert other.get(COUNTERS, "kept")["value"] == 2
    writer = started("insert", "busy")
    assert writer.stdout.readline()
    store.restore(tmp_path / "kept.sqlite")
    assert (
        other.get(COUNTERS, "kept")
        == store.get(COUNTERS, "kept")
        == {"id": "kept", "value": 1, "version": 1, "schema": 1}
    )
    assert other.get(COUNTERS, "later") is None
    assert store.get(COUNTERS, "busy-0") is None
    for _ in range(50):
        assert writer.stdout.readline(), "the writer goes on"
    other.replace(COUNTERS, {"id": "kept", "value": 3}, 1)
    other.close()


def test_restoring_an_older_layout_makes_what_is_missing(store, tmp_path):
    store.insert(COUNTERS, {"id": "a", "color": "red"})
    store.snapshot(tmp_path / "kept.sqlite")
    colored = Collection("counters", indexes=(("color",),))
    store.prepare([colored, ORDERS])
    store.restore(tmp_path / "kept.sqlite")
    assert store.find(colored, Query({"color": "red"})).items[0]["id"] == "a"
    store.insert(ORDERS, {"id": "a"})


@pytest.mark.parametrize("content", [None, b"", b"no database at all", "foreign", "torn"])
def test_restoring_something_else_is_refused_and_changes_nothing(store, tmp_path, content):
    source = tmp_path / "source.sqlite"
    store.insert(COUNTERS, {"id": "a", "text": "x" * 20_000})
    if content == "foreign":
        with sqlite3.connect(source) as foreign:
            foreign.execute("CREATE TABLE counters (id)")
        foreign.close()
    elif content == "torn":
        store.snapshot(source)
        os.truncate(source, source.stat().st_size // 2)
    elif content is not None:
        source.write_bytes(content)
    with pytest.raises(NotASnapshot) as refused:
        store.restore(source)
    assert refused.value.next_step
    assert store.get(COUNTERS, "a")["text"] == "x" * 20_000


def test_a_thousand_writes_take_little_time(store):
    """No gate, only sanity: a disk that syncs at every write would need a hundred times as long."""
    before = time.monotonic()
    for number in range(1000):
        store.insert(COUNTERS, {"id": str(number)})
    assert time.monotonic() - before < 10
