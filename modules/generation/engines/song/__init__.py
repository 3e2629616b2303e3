"""The engine `song`: a backing track in, a sung song out."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from models.generation import Brief
from models.upload import Upload, UploadKind
from modules.audio.bundled import bundled_soundfont
from modules.generation.engine import Engine, Material
from modules.generation.engines.song.options import SongOptions, offered
from modules.generation.engines.song.request import check_materials, options_of
from modules.generation.outfit import WEIGHTS, missing_soundfont, missing_weights
from modules.voice.banks.banks import Banks


class SongSettings(BaseModel):
    """MUSEAIKA_ENGINES__SONG__..."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    weights: Path | None = Field(
        None, description="A folder with composer.safetensors; empty means the shipped one, which `composer` plays with"
    )
    soundfont: Path | None = Field(None, description="An .sf2 file for MIDI backings; empty means the built-in one")
    kept: Path | None = Field(
        None, description="Where finished stages wait a day for the next order; empty means data/song for a server"
    )
    banks: Path | None = Field(
        None, description="A folder of DiffSinger voice banks, a folder each; empty means data/voices for a server"
    )
    threads: int = Field(2, ge=1, le=16, description="Threads that listen, sing, mix and encode")


class _Offered:
    """The options of a card as its folder of voices is now."""

    def __get__(self, card: "SongCard | None", _kind: object) -> type[BaseModel]:
        return SongOptions if card is None else offered(card.banks())


class SongCard:
    """See `engine.SongEngine` for how it is done."""

    name: ClassVar[str] = "song"
    title: ClassVar[str] = "Sing to a track"
    description: ClassVar[str] = (
        "Listens to a backing track, sound or MIDI of up to fifteen minutes, writes a melody that fits it or takes"
        " yours, sets your words to it or sings la, and mixes the voice into the track: mix, stems, dry vocal, the"
        " melody as MIDI, a printed page with words, and the time of every syllable. Other words on the same track are"
        " only sung and mixed anew."
    )
    queue: ClassVar[str] = "cpu"
    Options: ClassVar[Any] = _Offered()
    Settings: ClassVar[type[BaseModel]] = SongSettings

    def __init__(self, settings: SongSettings) -> None:
        self._settings = settings
        self._soundfont = settings.soundfont or bundled_soundfont()
        self._weights = settings.weights or WEIGHTS

    def missing(self) -> list[str]:
        return [*missing_soundfont(self._soundfont), *missing_weights(self._weights, self.name)]

    def limits(self) -> list[str]:
        """Voice banks that cannot sing."""
        return [f"voice bank {name}: {why}" for name, why in self.banks().broken.items()]

    def banks(self) -> Banks:
        """As they are now: whoever adds one need not start anything anew."""
        return Banks(self._settings.banks)

    def materials(self, brief: Brief) -> dict[str, UploadKind | None]:
        """Of any kind: what cannot be sung to is refused by `examine`, in the song's own words."""
        options = options_of(brief)
        return dict.fromkeys(one for one in (options.backing, options.melody) if one)

    def examine(self, brief: Brief, materials: Mapping[str, Material]) -> None:
        """Raises NotMidi, NotSung or TooLong; reads no file."""
        check_materials(options_of(brief), materials)

    def cost(self, brief: Brief, uploads: Mapping[str, Upload]) -> float:
        options = options_of(brief)
        backing = uploads.get(options.backing)
        seconds = backing.seconds if backing else 60.0
        heard = 0.5 if backing and backing.kind is UploadKind.AUDIO else 0.3
        return 15.0 + (heard + 0.3) * seconds

    def load(self) -> Engine:
        from modules.generation.engines.song.engine import SongEngine

        settings = self._settings
        return SongEngine(self._weights, self._soundfont, self.banks, settings.kept, settings.threads)
