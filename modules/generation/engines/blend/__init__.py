"""The engine `blend`: two tracks in, one new piece out that has something of both."""

from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field

from models.generation import Brief
from models.upload import Upload, UploadKind
from modules.audio.bundled import bundled_soundfont
from modules.generation.engine import Engine, EngineNotReady, Material
from modules.generation.engines.blend.options import BlendOptions
from modules.generation.engines.blend.request import checked, window_of
from modules.generation.outfit import WEIGHTS, missing_soundfont, missing_weights

FETCHED = Path("data") / "weights"


class BlendSettings(BaseModel):
    """MUSEAIKA_ENGINES__BLEND__..."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    weights: Path | None = Field(
        None, description="A folder with composer.safetensors; empty means the shipped one, which `composer` plays with"
    )
    codec: Path = Field(FETCHED, description="The folder that fetched weights lie in: encodec/ and blend/ below it")
    soundfont: Path | None = Field(None, description="An .sf2 file; empty means the built-in one")
    threads: int = Field(2, ge=1, le=16, description="Threads that listen, render and encode")


class Blend:
    """See `engine.BlendEngine` for how it is done."""

    name: ClassVar[str] = "blend"
    title: ClassVar[str] = "Blend two tracks"
    description: ClassVar[str] = (
        "Listens to a part of two uploaded tracks, sound or MIDI, and makes a new piece that has something of both:"
        " as much of the second as you like, and melody, rhythm and harmony from one or the other if you wish; up to"
        " three minutes, with mix, stems, MIDI, printed score, chords and picture. The way through a neural codec"
        " needs weights of its own."
    )
    queue: ClassVar[str] = "cpu"
    Options: ClassVar[type[BaseModel]] = BlendOptions
    Settings: ClassVar[type[BaseModel]] = BlendSettings

    def __init__(self, settings: BlendSettings) -> None:
        self._settings = settings
        self._soundfont = settings.soundfont or bundled_soundfont()
        self._weights = settings.weights or WEIGHTS

    def missing(self) -> list[str]:
        """What the symbolic way needs; for the other one, see `limits`."""
        return [*missing_soundfont(self._soundfont), *missing_weights(self._weights, self.name)]

    def limits(self) -> list[str]:
        """What the way through the codec lacks."""
        from modules.generation.engines.blend.codec.weights import missing

        return [f"method codec: {one}" for one in missing(self._settings.codec)]

    def materials(self, brief: Brief) -> dict[str, UploadKind | None]:
        """Here the whole order is seen for the first time: what cannot be made is refused."""
        options, _ = checked(brief)
        if options.method == "codec" and (lacking := self.limits()):
            raise EngineNotReady(
                f"The codec's way is not ready: {lacking[0].partition(': ')[2]}",
                field="options.method",
                next_step="Order method symbolic, which is always ready, or ask whoever runs this server.",
            )
        return dict.fromkeys((options.a, options.b))

    def examine(self, brief: Brief, materials: Mapping[str, Material]) -> None:
        """Raises BehindTheEnd or TooLittle where a track has nothing in the window; reads no file."""
        options, _ = checked(brief)
        for name in ("a", "b"):
            if material := materials.get(getattr(options, name)):
                window_of(options, name, material.upload.seconds)

    def cost(self, brief: Brief, uploads: Mapping[str, Upload]) -> float:
        options, seconds = checked(brief)
        each = {"all": 1.0, "mix": 0.7, "none": 0.05}[options.sounds] * seconds
        heard = 0.5 * len(uploads) * (options.end - options.start)
        return 10.0 + each + heard + (2.0 * seconds if options.method == "codec" else 0.0)

    def load(self) -> Engine:
        from modules.generation.engines.blend.engine import BlendEngine

        settings = self._settings
        return BlendEngine(self._weights, self._soundfont, settings.codec, settings.threads)
