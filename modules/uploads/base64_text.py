"""Files that arrive as base64 text inside JSON."""

import base64
import binascii
from collections.abc import Iterator

from models.errors import Invalid
from modules.uploads.holding import too_large

STEP = 4 * 65_536
"""A multiple of four, so that each slice decodes by itself."""


class BadBase64(Invalid):
    code = "upload.bad_base64"
    title = "Not base64"


def decoded(text: str, limit_bytes: int) -> Iterator[bytes]:
    """The bytes in chunks; "data:audio/wav;base64," in front and line breaks are fine. Too long is told at once."""
    body = text.partition(",")[2] if text.startswith("data:") else text
    body = "".join(body.split())
    if len(body) // 4 * 3 > limit_bytes + 2:
        raise too_large(limit_bytes)
    for start in range(0, len(body), STEP):
        try:
            yield base64.b64decode(body[start : start + STEP], validate=True)
        except (binascii.Error, ValueError):
            raise BadBase64(
                "The text is not base64.",
                field="content_base64",
                next_step="Send the file's bytes in standard base64, padded with '='; or send multipart/form-data.",
            ) from None
