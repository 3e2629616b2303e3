"""Mood: where people are on the circle of valence and arousal, read, combined, corrected and remembered."""
