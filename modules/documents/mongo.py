"""Documents in MongoDB, for servers on several machines; nothing else imports its driver."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from pymongo import MongoClient
from pymongo.collection import Collection as Table
from pymongo.errors import ConfigurationError, DocumentTooLarge, DuplicateKeyError, PyMongoError
from pymongo.write_concern import WriteConcern

from models.errors import Invalid, Unavailable
from models.schema import utc_now
from modules.documents import cursor as cursors
from modules.documents.collisions import collisions, duplicate
from modules.documents.mongo_form import indexes, read, written
from modules.documents.mongo_query import Conditions, behind, expired, fresh, order, same, together, where
from modules.documents.plan import checked, known, planned
from modules.documents.store import ALL, Collection, Document, Duplicate, Page, Query, Stale
from modules.documents.upgrade import upgraded
from modules.documents.values import is_text, storable, too_large

UNLESS_SAID_OTHERWISE = {"serverSelectionTimeoutMS": 3000, "connectTimeoutMS": 3000, "timeoutMS": 20_000}
"""Options that the URL may set itself."""
DURABLE = WriteConcern(w="majority", j=True)


class BadDatabase(Invalid):
    code = "documents.url"


class MongoDocuments:
    """Keeps the protocol of `Documents`; connects at the first use in each process."""

    def __init__(self, url: str, clock: Callable[[], datetime] = utc_now) -> None:
        self._url = url
        self._clock = clock
        self._clients: dict[int, MongoClient[dict[str, Any]]] = {}
        self._prepared: dict[str, Collection] = {}

    def prepare(self, collections: Sequence[Collection]) -> None:
        wanted = {collection.name: checked(collection) for collection in collections}
        self._prepared |= wanted
        for collection in wanted.values():
            with self._table(collection) as table:
                _prepare(table, collection)

    def insert(self, collection: Collection, document: Document) -> Document:
        kept = {**storable(collection, document), "version": 1, "schema": collection.schema}

        def insert(table: Table[dict[str, Any]]) -> None:
            table.insert_one(written(kept))

        self._store(collection, kept, insert)
        return kept

    def get(self, collection: Collection, document_id: str) -> Document | None:
        if not is_text(document_id):
            return None
        with self._table(collection) as table:
            found = table.find_one(together(self._one(collection, document_id)))
        return None if found is None else upgraded(collection, read(found))

    def replace(self, collection: Collection, document: Document, expected_version: int) -> Document:
        added = {"version": expected_version + 1, "schema": collection.schema}
        kept = {**storable(collection, document), **added}
        found = together(self._one(collection, kept["id"], expected_version))
        if not self._store(collection, kept, lambda table: table.replace_one(found, written(kept)).matched_count):
            raise Stale.of(collection, kept["id"])
        return kept

    def find(self, collection: Collection, query: Query = ALL, *, limit: int = 50, cursor: str | None = None) -> Page:
        plan = planned(collection, query, limit)
        found = self._fresh(collection, where(plan))
        if cursor is not None:
            found.append(behind(plan, *cursors.place(plan, cursor)))
        with self._table(collection) as table:
            rows = list(table.find(together(found)).sort(order(plan)).limit(limit + 1))
        documents = [read(row) for row in rows]
        further = cursors.after(plan, documents[limit - 1]) if len(documents) > limit else None
        return Page([upgraded(collection, one) for one in documents[:limit]], further)

    def count(self, collection: Collection, query: Query = ALL) -> int:
        found = together(self._fresh(collection, where(planned(collection, query))))
        with self._table(collection) as table:
            return table.count_documents(found)

    def delete(self, collection: Collection, document_id: str, expected_version: int | None = None) -> bool:
        gone = False
        if is_text(document_id):
            with self._table(collection) as table:
                found = together(self._one(collection, document_id, expected_version))
                gone = table.delete_one(found).deleted_count > 0
        if not gone and expected_version is not None:
            raise Stale.of(collection, document_id)
        return gone

    def sweep(self, collections: Sequence[Collection]) -> int:
        """What MongoDB has not swept on its own yet."""
        return sum(self._clear(collection, []) for collection in collections)

    def ping(self) -> None:
        with _translated("the server"):
            self._client().admin.command("ping")

    def close(self) -> None:
        client = self._clients.pop(os.getpid(), None)
        if client is not None:
            client.close()

    def _one(self, collection: Collection, document_id: str, version: int | None = None) -> Conditions:
        asked: Conditions = [{"_id": document_id}]
        if version is not None:
            asked.append({"version": version})
        return self._fresh(collection, asked)

    def _fresh(self, collection: Collection, found: Conditions) -> Conditions:
        return [*found, fresh(collection.expires, self._clock())] if collection.expires else found

    def _store(self, collection: Collection, kept: Document, write: Callable[[Table[dict[str, Any]]], Any]) -> Any:
        """What the write gives; expired documents that are in the way go first. Raises Duplicate."""
        try:
            with self._table(collection) as table:
                return write(table)
        except Duplicate:
            if not self._clear(collection, collisions(collection, kept)):
                raise
        with self._table(collection) as table:
            return write(table)

    def _clear(self, collection: Collection, collided: Iterable[dict[str, Any]]) -> int:
        """Remove what has expired; with collisions, only what has all values of one of them."""
        if collection.expires is None:
            return 0
        found = [expired(collection.expires, self._clock()), *same(collided)]
        with self._table(collection) as table:
            return table.delete_many(together(found)).deleted_count

    @contextmanager
    def _table(self, collection: Collection) -> Iterator[Table[dict[str, Any]]]:
        name = known(self._prepared, collection).name
        with _translated(name):
            database = self._client().get_default_database()
            yield database.get_collection(name, write_concern=DURABLE)

    def _client(self) -> MongoClient[dict[str, Any]]:
        """One a process: a client does not survive a fork."""
        pid = os.getpid()
        if pid not in self._clients:
            said = self._url.lower()
            options: dict[str, Any] = {
                name: value for name, value in UNLESS_SAID_OTHERWISE.items() if f"{name.lower()}=" not in said
            }
            options |= {"connect": False, "tz_aware": True, "tzinfo": UTC, "appname": "museaika"}
            self._clients.setdefault(pid, MongoClient(self._url, **options))
        return self._clients[pid]


def _prepare(table: Table[dict[str, Any]], collection: Collection) -> None:
    wanted = indexes(collection)
    for name in table.index_information():
        if name.startswith(("by+", "only+", "until+")) and name not in wanted:
            table.drop_index(name)
    for name, (keys, options) in wanted.items():
        table.create_index(keys, name=name, **options)


@contextmanager
def _translated(what: str) -> Iterator[None]:
    try:
        yield
    except DuplicateKeyError as error:
        pattern = (error.details or {}).get("keyPattern", {"_id": 1})
        raise duplicate(what, ["id" if name == "_id" else name for name in pattern]) from error
    except DocumentTooLarge:
        raise too_large() from None
    except ConfigurationError as error:
        raise BadDatabase(
            f"The address of the documents is not usable: {str(error).rstrip('.')}.",
            field="documents",
            next_step="Write mongodb://HOST:PORT/NAME, the database's name at its end.",
        ) from error
    except PyMongoError as error:
        raise Unavailable(
            f"MongoDB did not answer for {what}: {error}", next_step="Is it running? MUSEAIKA_DOCUMENTS says where."
        ) from error
