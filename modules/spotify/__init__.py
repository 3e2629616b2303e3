"""Spotify as it is in 2026: logging in, keeping the permission, and asking, with its true errors."""
