import pytest

from tests.sounds import ENCODERS, midi, sound


@pytest.fixture(scope="session")
def sounds():
    """A small file of every format we take, by its name."""
    return {kind: sound(kind) for kind in ENCODERS} | {"midi": midi()}
