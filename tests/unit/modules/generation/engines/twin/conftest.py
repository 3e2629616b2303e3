import pytest

from modules.generation.engines.twin.backends.composer import ComposerBackend
from modules.generation.engines.twin.settings import TwinSettings
from tests.tiny_network import lesson_of, write_weights


@pytest.fixture(scope="session")
def tiny(tmp_path_factory):
    """The card of a backend with a network too small to know anything."""
    return ComposerBackend(TwinSettings(weights=write_weights(tmp_path_factory.mktemp("weights"))))


@pytest.fixture(scope="session")
def taught(tiny, tmp_path_factory):
    """A lesson, and what came of it."""
    lesson = lesson_of(tmp_path_factory.mktemp("taught"))
    return lesson, tiny.trainer().train(lesson, lambda step: None)
