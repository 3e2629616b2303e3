"""`Instruments`: the composing network and the soundfont of an engine, each opened when it is first needed."""

from functools import cached_property
from pathlib import Path

from modules.audio.rendering import Studio
from modules.composing import network
from modules.composing.network import Composer
from modules.generation.outfit import COMPOSER
from modules.generation.recording import sha256_of


class Instruments:
    """weights: the folder with the network's weights."""

    def __init__(self, weights: Path, soundfont: Path) -> None:
        self._weights, self._soundfont = weights / COMPOSER, soundfont

    @cached_property
    def composer(self) -> Composer:
        return network.load(self._weights)

    @cached_property
    def studio(self) -> Studio:
        return Studio.with_soundfont(self._soundfont)

    @cached_property
    def sha256(self) -> dict[str, str]:
        """Of the files, by what they are in a record."""
        files = {COMPOSER: self._weights, "soundfont": self._soundfont}
        return {name: sha256_of(path, lambda: None) for name, path in files.items()}
