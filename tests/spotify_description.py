"""Spotify's description of its Web API, for tests that hold requests and answers against it.

It is not ours to ship: tests skip, saying so, where ../shared/data/spotify is not there.
"""

import gzip
import re
import warnings
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
import requests
import yaml
from openapi_core import Config, OpenAPI
from openapi_core.contrib.requests import RequestsOpenAPIRequest, RequestsOpenAPIResponse
from openapi_core.exceptions import OpenAPIError

PLACES = [Path(__file__).resolve().parents[up] / "shared/data/spotify/fixed-spotify-open-api.yml.gz" for up in (2, 3)]
OFFICIAL = "https://api.spotify.com/v1"


@cache
def description():
    """As plain data. Skips the test where it is not there."""
    for file in PLACES:
        if file.exists():
            told = yaml.safe_load(gzip.decompress(file.read_bytes()))
            # Removed for new apps in February 2026, and still called required:
            told["components"]["schemas"]["AlbumBase"]["required"].remove("available_markets")
            # Told apart by "track" and "episode", which are no names of schemas:
            for place in ("item", "track"):
                del told["components"]["schemas"]["PlaylistTrackObject"]["properties"][place]["discriminator"]
            return told
    pytest.skip("the description of the Web API is not there: ../shared/data/spotify/fixed-spotify-open-api.yml.gz")


@cache
def openapi():
    as_text = {"image/jpeg": lambda body, **_: body.decode()}  # a cover is a JPEG in base64
    return OpenAPI.from_dict(description(), config=Config(extra_media_type_deserializers=as_text))


@contextmanager
def shortened():
    """Complaints hold whole answers; their causes say what is wrong."""
    try:
        yield
    except OpenAPIError as error:
        said = [str(one.message) for one in getattr(error.__cause__, "schema_errors", ())]
        pytest.fail(f"{type(error).__name__}: {said or error}"[:600])


def operation(method, path):
    """What the description says of it; None when it knows no such place."""
    fitting = []
    for template, methods in description()["paths"].items():
        if method.lower() in methods and re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), path):
            fitting.append((template.count("{"), methods[method.lower()]))
    return min(fitting, key=lambda one: one[0])[1] if fitting else None


def officially(prepared, api_url):
    """The same request, as if it went to Spotify."""
    told = prepared.copy()
    told.url = OFFICIAL + prepared.url.removeprefix(api_url)
    return told


def check_request(prepared, api_url):
    """Raises what openapi-core raises; fails for what is closed to new apps."""
    path = requests.compat.urlsplit(prepared.url.removeprefix(api_url)).path
    known = operation(prepared.method, path)
    assert known is not None, f"{prepared.method} {path} is in no description"
    assert not known.get("deprecated"), f"{prepared.method} {path} is closed to new apps"
    with shortened(), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Unsupported scheme type")  # OAuth; the tests of tokens are elsewhere
        openapi().validate_request(RequestsOpenAPIRequest(officially(prepared, api_url)))


def check_answer(answer, api_url):
    """A 400 is described in another shape than all other errors, a 404 not at all: both are held to the usual one."""
    path = requests.compat.urlsplit(answer.request.url.removeprefix(api_url)).path
    known = operation(answer.request.method, path)
    if known is None or answer.status_code == 400 or str(answer.status_code) not in known["responses"]:
        assert set(answer.json()["error"]) >= {"status", "message"}
        return
    request = RequestsOpenAPIRequest(officially(answer.request, api_url))
    with shortened():
        openapi().validate_response(request, RequestsOpenAPIResponse(answer))
