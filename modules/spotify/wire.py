"""The wire to Spotify: one session that never retries, follows no redirect and keeps nothing between people."""

from http.cookiejar import DefaultCookiePolicy
from typing import Final

import requests
from requests.adapters import HTTPAdapter

TIMEOUT: Final = (3.05, 10.0)
"""Seconds to connect, and between two bytes."""


def open_wire() -> requests.Session:
    session = requests.Session()
    adapter = HTTPAdapter(max_retries=0, pool_maxsize=32)
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    session.max_redirects = 0
    session.auth = _as_it_is
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    return session


def _as_it_is(prepared: requests.PreparedRequest) -> requests.PreparedRequest:
    """Without this, a .netrc of the machine would take the place of the token."""
    return prepared
