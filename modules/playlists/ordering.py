"""What becomes of the items of a list: some come in between, one goes, all change places."""

from collections.abc import Sequence

from models.errors import Invalid, NotFound
from models.playlist import PlaylistItem


class ItemNotFound(NotFound):
    code = "playlist.no_item"
    title = "No such item"


class BadPlace(Invalid):
    code = "playlist.bad_place"
    title = "No such place"


class BadOrder(Invalid):
    code = "playlist.bad_order"
    title = "Not an order of these items"


def inserted(known: Sequence[PlaylistItem], new: Sequence[PlaylistItem], at: int | None) -> list[PlaylistItem]:
    """Raises BadPlace."""
    place = len(known) if at is None else at
    if place > len(known):
        raise BadPlace(
            f"There are {len(known)} items, so nothing can stand in place {place}.",
            field="at",
            next_step="Leave it out to add at the end.",
        )
    return [*known[:place], *new, *known[place:]]


def without(known: Sequence[PlaylistItem], gone: str) -> list[PlaylistItem]:
    """Raises ItemNotFound."""
    left = [one for one in known if one.id != gone]
    if len(left) == len(known):
        raise ItemNotFound("There is no such item in this playlist.", next_step="GET the playlist for its items.")
    return left


def reordered(known: Sequence[PlaylistItem], order: Sequence[str]) -> list[PlaylistItem]:
    """Raises BadOrder unless every item is named exactly once."""
    there = {one.id: one for one in known}
    if len(order) != len(known) or set(order) != set(there):
        missing = sorted(set(there) - set(order))
        unknown = sorted(set(order) - set(there))
        raise BadOrder(
            f"{len(missing)} items are not named, {len(unknown)} are none of this playlist's, "
            f"and {len(order) - len(set(order))} are named again.",
            field="order",
            next_step="Name the id of every item exactly once.",
            missing=missing[:20],
            unknown=unknown[:20],
        )
    return [there[one] for one in order]
