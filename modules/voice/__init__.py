"""Singing: notes with syllables in, a sung clip out."""
