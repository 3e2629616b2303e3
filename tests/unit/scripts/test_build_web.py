"""Which Node builds the page."""

import pytest

from scripts.build_web import new_enough


@pytest.mark.parametrize(
    ("told", "enough"),
    [
        ("v20.19.0", True),
        ("v20.18.3", False),
        ("v21.7.0", False),
        ("v22.11.0", False),
        ("v22.12.0", True),
        ("v24.1.0\n", True),
        ("v18.20.0", False),
        ("", False),
    ],
)
def test_a_node_is_new_enough_for_vite_or_another_is_fetched(told, enough):
    assert new_enough(told) is enough
