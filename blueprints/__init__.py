"""Doors: parse, act, present."""
