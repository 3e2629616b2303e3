"""Capabilities: every decision lives here; no flask, no celery."""
