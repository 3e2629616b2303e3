"""Ordering music: the engine protocol, progress, and the list of engines."""
