"""Old documents as today's code expects them."""

from modules.documents.store import Collection, Document, Newer


def upgraded(collection: Collection, document: Document) -> Document:
    """The document in the collection's schema, whichever it was stored in. Raises Newer."""
    stored = document["schema"]
    if stored > collection.schema:
        raise Newer(
            f"{collection.name} {document['id']} was written by a newer version (schema {stored}).",
            next_step="Start that version again, or restore a backup of this one.",
        )
    kept = {"id": document["id"], "version": document["version"]}
    for step in range(stored, collection.schema):
        document = {**collection.upgrades[step](document), **kept}
    return {**document, "schema": collection.schema}
