"""What belongs to one person is kept by no cache on the way."""

from flask import Response


def never_cached(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
