import os
import warnings

import pytest

from museaika.web import unmasked


@pytest.fixture
def slowly():
    """Eventlet's own way."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from eventlet.websocket import RFC6455WebSocket  # noqa: PLC0415 - it advises against itself when imported
    assert isinstance(RFC6455WebSocket.__dict__["_apply_mask"], staticmethod)
    return RFC6455WebSocket._apply_mask


@pytest.mark.parametrize("size", [0, 1, 3, 4, 5, 1000, 4099])
@pytest.mark.parametrize("offset", [0, 1, 2, 7])
def test_a_mask_is_taken_off_as_eventlet_does_it_only_faster(slowly, size, offset):
    data, mask = os.urandom(size), list(os.urandom(4))
    assert unmasked(data, mask, size, offset) == slowly(data, mask, size, offset)
    assert unmasked(unmasked(data, mask), mask) == data
