"""Schemas: the words everybody shares."""
