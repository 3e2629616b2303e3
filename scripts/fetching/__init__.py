"""Fetching large public data sets: whole, checked, and safely unpacked."""
