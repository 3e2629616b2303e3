"""The engine `composer`: new music for a mood, in a style, in somebody's manner; notes first, then sound."""

from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field

from models.generation import Brief
from models.upload import Upload, UploadKind
from modules.audio.bundled import bundled_soundfont
from modules.generation.engine import Engine, Material
from modules.generation.engines.composer.options import ComposerOptions
from modules.generation.engines.composer.request import checked
from modules.generation.outfit import WEIGHTS, missing_soundfont, missing_weights


class ComposerSettings(BaseModel):
    """MUSEAIKA_ENGINES__COMPOSER__..."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    weights: Path | None = Field(
        None, description="A folder with composer.safetensors and bank.npz; empty means the shipped one"
    )
    soundfont: Path | None = Field(None, description="An .sf2 file; empty means the built-in one")
    threads: int = Field(2, ge=1, le=16, description="Threads that render and encode one order; notes need only one")


class Composer:
    """See `engine.ComposerEngine` for how it is done."""

    name: ClassVar[str] = "composer"
    title: ClassVar[str] = "Compose"
    description: ClassVar[str] = (
        "Composes for a mood, or along a path of moods: 1 to 50 songs in a style, or in the manner of uploaded MIDI"
        " files, with exact tempo, key and length; each with mix, stems, MIDI, printed score, chords and picture."
        " Left open, a song lasts 30 seconds or as long as its path of moods, at 120 quarters a minute where neither"
        " mood nor style says otherwise."
    )
    queue: ClassVar[str] = "cpu"
    Options: ClassVar[type[BaseModel]] = ComposerOptions
    Settings: ClassVar[type[BaseModel]] = ComposerSettings

    def __init__(self, settings: ComposerSettings) -> None:
        self._settings = settings
        self._soundfont = settings.soundfont or bundled_soundfont()

    def missing(self) -> list[str]:
        """Without weights it is ready all the same: rules write the notes then, and every work says so."""
        wanted = self._settings.weights
        lacking = [] if wanted is None else missing_weights(wanted, self.name)
        return [*missing_soundfont(self._soundfont), *lacking]

    def materials(self, brief: Brief) -> dict[str, UploadKind]:
        """Here the whole order is seen for the first time: what cannot all be true is refused."""
        options, _, _ = checked(brief)
        return dict.fromkeys(options.references, UploadKind.MIDI)

    def examine(self, brief: Brief, materials: Mapping[str, Material]) -> None:
        """Raises NoReference where there are references and none of them can be used."""
        from modules.generation.engines.composer.references import need_one

        need_one(list(self.materials(brief)), materials)

    def cost(self, brief: Brief, uploads: Mapping[str, Upload]) -> float:
        options, _, seconds = checked(brief)
        each = {"all": 1.0, "mix": 0.7, "none": 0.05}[options.sounds] * seconds
        return 5.0 + options.count * each + 2.0 * len(uploads)

    def load(self) -> Engine:
        from modules.generation.engines.composer.engine import ComposerEngine

        return ComposerEngine(self._settings.weights or WEIGHTS, self._soundfont, self._settings.threads)
