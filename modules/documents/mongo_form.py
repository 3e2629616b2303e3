"""How a document lies in MongoDB, and the indexes beside it; plain dicts, no driver."""

from typing import Any

from modules.documents.plan import lookups
from modules.documents.store import Collection, Document

PRESENT = ["bool", "number", "string", "date"]
"""What a looked-up field can hold but None."""
Index = tuple[list[tuple[str, int]], dict[str, Any]]


def indexes(collection: Collection) -> dict[str, Index]:
    """By name, their fields and options. None is exempt from what must be unique."""
    made: dict[str, Index] = {}
    for fields in lookups(collection):
        made["+".join(("by", *fields))] = ([(name, 1) for name in dict.fromkeys(map(column, (*fields, "id")))], {})
    for fields in collection.unique:
        present = {column(field): {"$type": PRESENT} for field in fields}
        options = {"unique": True, "partialFilterExpression": present}
        made["+".join(("only", *fields))] = ([(column(field), 1) for field in fields], options)
    if collection.expires:
        made[f"until+{collection.expires}"] = ([(collection.expires, 1)], {"expireAfterSeconds": 0})
    return made


def column(field: str) -> str:
    return "_id" if field == "id" else field


def written(document: Document) -> dict[str, Any]:
    body = {name: value for name, value in document.items() if name != "id"}
    form: dict[str, Any] = _quoted(body)
    return {"_id": document["id"], **form}


def read(found: dict[str, Any]) -> Document:
    body: Document = _plain(found)
    return {"id": body.pop("_id"), **body}


def _quoted(value: Any) -> Any:
    """Names that MongoDB or its driver would take for an operator or a reference get a % in front."""
    if isinstance(value, dict):
        return {f"%{name}" if name[:1] in ("$", "%") else name: _quoted(one) for name, one in value.items()}
    return [_quoted(one) for one in value] if isinstance(value, list) else value


def _plain(value: Any) -> Any:
    """The driver's own types as ours, and names as they were."""
    if isinstance(value, dict):
        return {name[1:] if name[:1] == "%" else name: _plain(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return int(value) if isinstance(value, int) and not isinstance(value, bool) else value
