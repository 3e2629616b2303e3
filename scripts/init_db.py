"""Makes the tables and indexes of every collection in the configured database; doing it again changes nothing.

    python scripts/init_db.py                   # the database of the settings (.env, MUSEAIKA_...)
    python scripts/init_db.py --data FOLDER     # the SQLite file in another folder
    python scripts/init_db.py --documents mongodb://localhost:27017/museaika

A server does the same when it starts. This is for who prepares a database before the first start, or wants to know
beforehand whether a new version's unique rules hold in it.
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from models.errors import MuseaikaError
from modules.documents.plan import lookups
from modules.services import COLLECTIONS
from museaika.commands.configuration import read_settings
from museaika.connections import build_documents
from museaika.settings import Settings


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--documents", metavar="URL", help="sqlite, or a mongodb:// URL with the database's name at its end"
    )
    parser.add_argument("--data", type=Path, metavar="FOLDER", help="where the SQLite file is")
    try:
        prepare(read_settings(**vars(parser.parse_args())))
    except MuseaikaError as error:
        print(f"{error.detail} {error.next_step or ''}".strip(), file=sys.stderr)
        return 1
    return 0


def prepare(settings: Settings) -> None:
    documents = build_documents(settings)
    try:
        documents.prepare(COLLECTIONS)
        documents.ping()
        for collection in COLLECTIONS:
            print(f"{collection.name}: {documents.count(collection)} documents")
            for fields in lookups(collection):
                print(f"  found by {', '.join(fields)}")
            for fields in collection.unique:
                print(f"  only one with the same {', '.join(fields)}")
            if collection.expires:
                print(f"  gone after {collection.expires}")
    finally:
        documents.close()
    kind = "SQLite" if settings.documents == "sqlite" else "MongoDB"
    print(f"{kind} is ready: {len(COLLECTIONS)} collections.")


if __name__ == "__main__":
    raise SystemExit(main())
