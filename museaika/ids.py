"""Ids that nobody guesses."""

import secrets


def new_id() -> str:
    """128 random bits."""
    return secrets.token_urlsafe(16)
