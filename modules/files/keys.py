"""Which keys are safe: they name a place below the store's root and nothing else, on every backend."""

LONGEST = 900
"""S3 allows 1024 bytes; a folder store adds its own root."""


def safe_key(key: str) -> str:
    """The key itself. Raises ValueError, because keys never come from people: a bad one is a bug of ours."""
    if not key or len(key.encode()) > LONGEST:
        raise ValueError(f"A file key has 1 to {LONGEST} bytes: {key[:80]!r}")
    if any(character < " " or character in "\\\x7f" for character in key):
        raise ValueError(f"A file key has no backslash and no control character: {key!r}")
    if any(part in {"", ".", ".."} or len(part.encode()) > 250 for part in key.split("/")):
        raise ValueError(f"A file key is made of plain names between single slashes: {key!r}")
    return key


def safe_folder(prefix: str) -> str:
    """A prefix as "folder/" or, for everything, as ""."""
    return f"{safe_key(prefix.removesuffix('/'))}/" if prefix else ""
