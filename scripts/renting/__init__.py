"""Renting machines by the second: what it costs, and what is sent there."""
