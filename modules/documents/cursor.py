"""Where a page ended, as text that clients carry and cannot break."""

import base64
from typing import Any

from models.errors import Invalid
from modules.documents.packing import pack, unpack
from modules.documents.plan import Plan
from modules.documents.store import BadCursor, Document
from modules.documents.values import indexable


def after(plan: Plan, last: Document) -> str:
    """The cursor that goes on behind this document."""
    packed = pack([plan.order, plan.descending, last[plan.order], last["id"]])
    return base64.urlsafe_b64encode(packed).rstrip(b"=").decode()


def place(plan: Plan, cursor: str) -> tuple[Any, str]:
    """The order's value and the id behind which to go on. Raises BadCursor, also for a cursor of another order."""
    try:
        packed = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        order, descending, value, document_id = unpack(packed)
        value, document_id = indexable(value, "cursor"), indexable(document_id, "cursor")
    except (ValueError, TypeError, OverflowError, Invalid):
        raise _bad() from None
    texts = isinstance(document_id, str) and (plan.order != "id" or value == document_id)
    if value is None or not texts or (order, descending) != (plan.order, plan.descending):
        raise _bad()
    return value, document_id


def _bad() -> BadCursor:
    return BadCursor(
        "This cursor does not belong to this list.",
        field="cursor",
        next_step="Leave the cursor out to start again, and pass on next_cursor unchanged.",
    )
