"""How an order for a twin is made: its words read, its adapters found among the materials, its backend asked."""

from dataclasses import replace

from models.twin import PREFIX
from modules.generation.engine import Commission, Work
from modules.generation.engines.twin import USUAL_BACKEND
from modules.generation.engines.twin.backends.backend import InferBackend, Part, Wish
from modules.generation.engines.twin.backends.registry import Backends
from modules.generation.engines.twin.options import TwinOptions
from modules.generation.engines.twin.prompts import Prompt, understood
from modules.generation.progress import Progress


class TwinEngine:
    def __init__(self, backends: Backends) -> None:
        self._backends = backends
        self._players: dict[str, InferBackend] = {}

    def generate(self, commission: Commission, progress: Progress) -> Work:
        brief = commission.brief
        options = TwinOptions.model_validate(brief.options)
        name = options.backend or USUAL_BACKEND
        if name not in self._players:
            self._players[name] = self._backends.ready(name).player()
        wish = Wish(
            prompt=_prompt(options),
            parts=self._parts(commission, options, name),
            strength=options.strength if options.shares else 0.0,
            seed=brief.seed or 0,
            folder=commission.folder,
            seconds=brief.seconds,
            sounds=options.sounds,
            lyrics=options.lyrics.strip(),
        )
        return self._players[name].generate(wish, progress)

    def _parts(self, commission: Commission, options: TwinOptions, backend: str) -> list[Part]:
        """The adapters, looked at once more: what is opened here may have come from anywhere."""
        parts = []
        for name, share in options.shares:
            material = commission.materials[PREFIX + name]
            self._backends.card(backend).check(material.path)
            parts.append(Part(material.upload.name, material.path, material.upload.sha256, share))
        return parts


def _prompt(options: TwinOptions) -> Prompt:
    """What the fields say comes before what the words say."""
    prompt = understood(options.prompt, options.negative_prompt)
    return replace(prompt, bpm=options.bpm or prompt.bpm, key=options.key or prompt.key)
