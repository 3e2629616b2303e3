"""A plan as MongoDB's conditions; plain dicts, no driver."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from modules.documents.mongo_form import column
from modules.documents.plan import Plan

Conditions = list[dict[str, Any]]
KINDS = ("number", "string", "bool", "date")
"""In the order in which they sort."""
PYTHON = {bool: "bool", int: "number", float: "number", str: "string", datetime: "date"}


def where(plan: Plan) -> Conditions:
    found: Conditions = [{column(name): _any_of(values)} for name, values in plan.any_of.items()]
    for name, bounds in plan.bounds.items():
        found.append({column(name): {"$ne": None, **{f"${bound}": value for bound, value in bounds.items()}}})
    if plan.order != "id":
        found.append({plan.order: {"$ne": None}})
    return found


def _any_of(values: list[Any]) -> Any:
    """Plain equality where it is; values were seen to be scalars, so none can be an operator."""
    return values[0] if len(values) == 1 else {"$in": values}


def behind(plan: Plan, value: Any, document_id: str) -> dict[str, Any]:
    """Only what comes after this value and id; MongoDB compares within one kind, so the kinds after it are named."""
    sign = "$lt" if plan.descending else "$gt"
    if plan.order == "id":
        return {"_id": {sign: document_id}}
    place = KINDS.index(PYTHON[type(value)])
    later = KINDS[:place] if plan.descending else KINDS[place + 1 :]
    ways: Conditions = [{plan.order: {sign: value}}, {plan.order: {"$eq": value}, "_id": {sign: document_id}}]
    return {"$or": [*ways, *({plan.order: {"$type": one}} for one in later)]}


def order(plan: Plan) -> list[tuple[str, int]]:
    direction = -1 if plan.descending else 1
    return [(name, direction) for name in dict.fromkeys((column(plan.order), "_id"))]


def fresh(expires: str, now: datetime) -> dict[str, Any]:
    """Only what has not expired."""
    return {"$or": [{expires: None}, {expires: {"$gt": now}}]}


def expired(expires: str, now: datetime) -> dict[str, Any]:
    return {expires: {"$lte": now}}


def same(collided: Iterable[dict[str, Any]]) -> Conditions:
    """What has all the values of any of these; of none of them if there are none to have."""
    ways = [{column(name): {"$eq": value} for name, value in values.items()} for values in collided]
    return [{"$or": ways}] if ways else []


def together(conditions: Conditions) -> dict[str, Any]:
    """One condition that asks for all of them, as flat as it can be."""
    merged: dict[str, Any] = {}
    for condition in conditions:
        if merged.keys() & condition.keys():
            return {"$and": conditions}
        merged |= condition
    return merged
