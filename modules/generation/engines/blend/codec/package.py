"""The package encodec without torchaudio, whose newest release does not load beside a CPU build of torch."""

import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from types import ModuleType
from typing import Any, Final

_ONE_AT_A_TIME: Final = Lock()


def encodec() -> Any:
    """The package; it needs torchaudio only to read, write and resample files, which we do ourselves."""
    with _ONE_AT_A_TIME:
        if "encodec" in sys.modules:
            return sys.modules["encodec"]
        with _stand_in("torchaudio"), quiet():
            import encodec as package  # noqa: PLC0415 - not before there is a stand-in
        return package


@contextmanager
def quiet() -> Iterator[None]:
    """It normalises weights in a way that torch would like to see changed; it still works."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        yield


@contextmanager
def _stand_in(name: str) -> Iterator[None]:
    """An empty package of that name for as long as something is imported; a broken real one would break others too."""
    theirs = {one: sys.modules.pop(one) for one in list(sys.modules) if one.split(".")[0] == name}
    sys.modules[name] = ModuleType(name)
    try:
        yield
    finally:
        del sys.modules[name]
        sys.modules.update(theirs)
