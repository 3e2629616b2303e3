"""A refusal as a page, for people whose browser was sent here by another site and would show them JSON."""

from flask import Response, request
from markupsafe import escape

from blueprints.errors import refused
from models.errors import MuseaikaError

HTML = "text/html"
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title><link rel="icon" href="/static/icon.svg"><link rel="stylesheet" href="/static/page.css">
<main><h1>{title}</h1><p>{detail}</p><p>{next_step}</p><p><a href="/">Back to MuseAIka</a></p></main></html>
"""
POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'"


def shown(error: MuseaikaError) -> Response:
    """The problem document of every other door, as a page only for who asks for pages."""
    problem = refused(error)
    if request.accept_mimetypes.best_match(["application/problem+json", HTML]) != HTML:
        return problem
    texts = {"title": escape(error.title), "detail": escape(error.detail), "next_step": escape(error.next_step or "")}
    problem.set_data(PAGE.format(**texts))
    problem.content_type = f"{HTML}; charset=utf-8"
    problem.headers["Content-Security-Policy"] = POLICY
    return problem
