"""Detectors: networks that read a mood in a picture or a text."""
