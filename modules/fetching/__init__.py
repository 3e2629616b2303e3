"""Fetching what we may not ship: named weights from where their authors keep them, whole and checked."""
