"""The door to training: workers that never teach a twin load nothing of what it takes."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from modules.errands.run import ErrandRun
from modules.generation.engines.twin.backends.registry import Backends
from modules.twins.gemini import Gemini
from modules.twins.keeping import KeptTwins
from modules.uploads.uploads import Uploads


@dataclass(frozen=True)
class Teacher:
    """The performer of errands of the kind `twin.train`. scratch: a folder of this machine, for whoever goes on."""

    kept: KeptTwins
    uploads: Uploads
    backends: Backends
    scratch: Path
    outside: Gemini | None = None

    def __call__(self, run: ErrandRun) -> dict[str, Any]:
        from modules.twins.training import TwinTraining  # noqa: PLC0415  (brings what hears, and scipy)

        return TwinTraining(self.kept, self.uploads, self.backends, self.scratch, self.outside)(run)
