"""A list in the body of a request: CSV or lines of text as they are, or as a file in a form."""

from typing import Any, Final

from flask import request

from blueprints.multipart import file_part
from models.errors import Unsupported

MULTIPART: Final = "multipart/form-data"
PLAIN: Final = ("text/csv", "text/plain", "application/csv", "application/vnd.ms-excel")
_FILE: Final = {"type": "object", "properties": {"file": {"type": "string", "format": "binary"}}, "required": ["file"]}
LIST: Final[dict[str, Any]] = {
    "required": True,
    "content": {MULTIPART: {"schema": _FILE}, "text/csv": {"schema": {"type": "string"}}},
}
"""For @bp.doc(extensions={"requestBody": LIST})."""


class WrongList(Unsupported):
    code = "content_type.unsupported"


def taken() -> bytes:
    """Raises WrongList for what says that it is something else."""
    if request.mimetype == MULTIPART:
        return b"".join(file_part(request, "file").chunks)
    if request.mimetype in PLAIN:
        return request.get_data(cache=False)
    raise WrongList(
        f"A body of the type {request.mimetype or 'nothing'} is no list.",
        field="Content-Type",
        next_step=f"Send {PLAIN[0]}, or {MULTIPART} with the part 'file'.",
    )
