"""A plan as SQL."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

from modules.documents.keys import key, kind
from modules.documents.plan import Plan
from modules.documents.sqlite_tables import column

SIGNS = {"gt": ">", "gte": ">=", "lt": "<", "lte": "<="}


@dataclass
class Where:
    """Conditions that all hold, and the values behind their question marks."""

    conditions: list[str] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)

    @property
    def sql(self) -> str:
        return " WHERE " + " AND ".join(self.conditions) if self.conditions else ""

    def add(self, condition: str, *values: Any) -> Self:
        self.conditions.append(condition)
        self.values.extend(values)
        return self

    def fresh(self, expires: str, now: datetime) -> Self:
        return self.add(f"({column(expires)} IS NULL OR {column(expires)} > ?)", key(now))

    def expired(self, expires: str, now: datetime) -> Self:
        return self.add(f"{column(expires)} <= ?", key(now))

    def behind(self, plan: Plan, value: Any, document_id: str) -> Self:
        """Only what comes after this value and id."""
        sign = "<" if plan.descending else ">"
        if plan.order == "id":
            return self.add(f"id {sign} ?", document_id)
        return self.add(f"({column(plan.order)}, id) {sign} (?, ?)", key(value), document_id)

    def same(self, collided: Iterable[dict[str, Any]]) -> Self:
        """Only what has all the values of any of these."""
        ways = list(collided)
        each = [" AND ".join(f"{column(name)} = ?" for name in values) for values in ways]
        given = [_stored(name, value) for values in ways for name, value in values.items()]
        return self.add("((" + ") OR (".join(each) + "))", *given)


def where(plan: Plan) -> Where:
    found = Where()
    for name, values in plan.any_of.items():
        _equal(found, name, values)
    for name, bounds in plan.bounds.items():
        _between(found, name, bounds)
    if plan.order != "id":
        found.add(f"{column(plan.order)} IS NOT NULL")
    return found


def order(plan: Plan) -> str:
    direction = "DESC" if plan.descending else "ASC"
    columns = dict.fromkeys((column(plan.order), "id"))
    return " ORDER BY " + ", ".join(f"{name} {direction}" for name in columns)


def _equal(found: Where, name: str, values: list[Any]) -> None:
    given = [_stored(name, value) for value in values if value is not None]
    ways = [f"{column(name)} IN ({', '.join('?' * len(given))})"] if given else []
    if None in values:
        ways.append(f"{column(name)} IS NULL")
    found.add("(" + (" OR ".join(ways) or "FALSE") + ")", *given)


def _between(found: Where, name: str, bounds: dict[str, Any]) -> None:
    found.add(f"{column(name)} IS NOT NULL")
    for bound, value in bounds.items():
        stored = _stored(name, value)
        found.add(f"{column(name)} {SIGNS[bound]} ?", stored)
        if isinstance(stored, bytes):
            found.add(f"{column(name)} >= ? AND {column(name)} < ?", *kind(stored))


def _stored(name: str, value: Any) -> Any:
    return value if name == "id" else key(value)
