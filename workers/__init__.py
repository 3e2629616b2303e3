"""Hands: Celery tasks that claim, run and settle."""
