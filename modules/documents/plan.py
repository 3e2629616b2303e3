"""What a query asks for once its values are in the kept form and an index is known to answer it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from modules.documents.store import Collection, Query, Range
from modules.documents.values import indexable, shadowed


@dataclass(frozen=True)
class Plan:
    """A query in the kept form: for each field the values that will do, and bounds without None."""

    any_of: Mapping[str, list[Any]]
    bounds: Mapping[str, dict[str, Any]]
    order: str
    descending: bool


def planned(collection: Collection, query: Query, limit: int = 1) -> Plan:
    """Raises ValueError when no index of the collection answers it, and for a limit below 1."""
    if limit < 1:
        raise ValueError("A page holds at least one document.")
    _refuse_unindexed(collection, query)
    return Plan(
        any_of={field: [_wanted(one, field) for one in _listed(value)] for field, value in query.equals.items()},
        bounds={field: _bounds(one, field) for field, one in query.ranges.items()},
        order=query.order,
        descending=query.descending,
    )


def lookups(collection: Collection) -> list[tuple[str, ...]]:
    """The fields of every index to make; the id comes after them. What another one begins with is left out."""
    named = [*collection.indexes, *collection.unique, *([(collection.expires,)] if collection.expires else [])]
    once = list(dict.fromkeys(named))
    return [fields for fields in once if not any(_begins(other, fields) for other in once if other != fields)]


def checked(collection: Collection) -> Collection:
    """The same collection, if what it declares makes sense. Raises ValueError."""
    for name in (collection.name, *shadowed(collection)):
        if not (name.isascii() and name.isidentifier()) or name in ("version", "schema", "_id"):
            raise ValueError(f"{name!r} can be neither a collection nor a field to look up by.")
    missing = [step for step in range(1, collection.schema) if step not in collection.upgrades]
    if missing:
        raise ValueError(f"{collection.name} is at schema {collection.schema} without upgrades from {missing}.")
    return collection


def known(prepared: Mapping[str, Collection], collection: Collection) -> Collection:
    """The same collection, if it was prepared: without its unique rules a store would promise too much."""
    if collection.name not in prepared:
        raise ValueError(f"prepare() the collection {collection.name} before using it.")
    return collection


def _refuse_unindexed(collection: Collection, query: Query) -> None:
    equal = set(query.equals) - {"id"}
    further = ({*query.ranges, query.order} - equal) - {"id"}
    if not equal and not further:
        return
    for fields in lookups(collection):
        if set(fields[: len(equal)]) == equal and further <= {*fields[len(equal) : len(equal) + 1]}:
            return
    raise ValueError(
        f"No index of {collection.name} answers equality of {sorted(equal)} and then {sorted(further)}: "
        f"declare one in the collection, or ask otherwise."
    )


def _begins(other: tuple[str, ...], fields: tuple[str, ...]) -> bool:
    return other[: len(fields)] == fields


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _wanted(value: Any, field: str) -> Any:
    if field == "id" and not isinstance(value, str):
        raise ValueError(f"An id is text, not {value!r}.")
    return indexable(value, field)


def _bounds(given: Range, field: str) -> dict[str, Any]:
    named = {"gt": given.gt, "gte": given.gte, "lt": given.lt, "lte": given.lte}
    return {name: _wanted(bound, field) for name, bound in named.items() if bound is not None}
