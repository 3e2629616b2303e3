"""Reads the mood of a text: a network for English, one for many other languages, and signs such as emoji."""
