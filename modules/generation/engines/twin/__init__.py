"""The engine `twin`: music in the sound of a producer it was taught, ordered in words."""

from collections.abc import Mapping
from typing import ClassVar, Final

from pydantic import BaseModel

from models.generation import Brief
from models.upload import Upload, UploadKind
from modules.audio.bundled import bundled_soundfont
from modules.composing.planning.request import check_length
from modules.generation.engine import Engine
from modules.generation.engines.twin.backends.registry import Backends
from modules.generation.engines.twin.options import TwinOptions
from modules.generation.engines.twin.settings import TwinSettings

USUAL_BACKEND: Final = "composer"
USUAL_SECONDS: Final = 30.0
_SOUNDS: Final = {"all": 1.0, "mix": 0.7, "none": 0.05}


class Twin:
    """See `engine.TwinEngine` for how it is done."""

    name: ClassVar[str] = "twin"
    title: ClassVar[str] = "Play a twin"
    description: ClassVar[str] = (
        "Plays in the sound of a producer whose music it was taught (POST /twins), ordered in words: genre,"
        " instruments, mood, tempo and key. From not at all to in full, one twin or several mixed; without one it is"
        " the network alone. Mix, stems, MIDI, printed score, chords and picture."
    )
    queue: ClassVar[str] = "cpu"
    Options: ClassVar[type[BaseModel]] = TwinOptions
    Settings: ClassVar[type[BaseModel]] = TwinSettings

    def __init__(self, settings: TwinSettings) -> None:
        self._settings = settings
        self.backends = Backends(settings)

    def missing(self) -> list[str]:
        soundfont = self._settings.soundfont or bundled_soundfont()
        found = [] if soundfont.is_file() else [f"There is no soundfont at {soundfont}: clear MUSEAIKA_SOUNDFONT."]
        return found + self.backends.card(USUAL_BACKEND).missing()

    def limits(self) -> list[str]:
        """What backends besides the usual one lack."""
        others = [card for name, card in self.backends.cards.items() if name != USUAL_BACKEND]
        return [f"backend {card.name}: {one}" for card in others for one in card.missing()]

    def materials(self, brief: Brief) -> Mapping[str, UploadKind | None]:
        options = TwinOptions.model_validate(brief.options)
        if brief.seconds is not None:
            check_length(brief.seconds)
        self.backends.ready(options.backend or USUAL_BACKEND)
        return dict.fromkeys(options.wanted, UploadKind.ADAPTER)

    def place(self, brief: Brief) -> str:
        options = TwinOptions.model_validate(brief.options)
        return self.backends.card(options.backend or USUAL_BACKEND).queue

    def cost(self, brief: Brief, uploads: Mapping[str, Upload]) -> float:
        options = TwinOptions.model_validate(brief.options)
        seconds = (brief.seconds or USUAL_SECONDS) * _SOUNDS[options.sounds]
        return 8.0 + len(uploads) + self.backends.card(options.backend or USUAL_BACKEND).cost(seconds)

    def load(self) -> Engine:
        from modules.generation.engines.twin.engine import TwinEngine

        return TwinEngine(self.backends)
