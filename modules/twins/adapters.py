"""The adapters that orders for music refer to: which version is meant, and its file on this machine."""

from pathlib import Path

from models.errors import Invalid, NotFound
from models.generation import Brief
from models.twin import PREFIX
from models.upload import Upload
from modules.generation.engines.twin import USUAL_BACKEND, Twin
from modules.generation.engines.twin.options import TwinOptions
from modules.twins.keeping import ADAPTER, KeptTwins


class MixedBackends(Invalid):
    code = "twin.mixed_backends"
    title = "These twins cannot be mixed"


class WrongBackend(Invalid):
    code = "twin.wrong_backend"
    title = "The twin belongs to another backend"


class UnknownTwin(Invalid):
    code = "twin.unknown"
    title = "No such twin"


class Adapters:
    def __init__(self, kept: KeptTwins) -> None:
        self._kept = kept

    def resolved(self, owner: str, brief: Brief) -> Brief:
        """The order with every twin named by id and version, and its backend, so that it can be made again.

        Raises UnknownTwin, MixedBackends, WrongBackend.
        """
        if brief.engine != Twin.name:
            return brief
        options = TwinOptions.model_validate(brief.options)
        if not options.shares:
            return brief
        named, backends = [], set()
        for reference, share in options.shares:
            try:
                twin, version = self._kept.version(owner, reference)
            except NotFound as error:
                raise UnknownTwin(error.detail, field="options.twin", next_step=error.next_step) from None
            named.append({"twin": f"{twin.id}@{version.number}", "share": share})
            backends.add(version.backend)
        told = _one(backends, options.backend)
        changed = {"twin": None, "lora_id": None, "twins": named, "backend": told}
        fresh = TwinOptions.model_validate(options.model_dump() | changed)
        return brief.model_copy(update={"options": fresh.model_dump(mode="json", exclude_none=True)})

    def upload_of(self, owner: str, needed: str) -> Upload:
        """Raises UnknownTwin."""
        try:
            twin, version = self._kept.version(owner, needed.removeprefix(PREFIX))
        except NotFound as error:
            raise UnknownTwin(error.detail, field="options.twin", next_step=error.next_step) from None
        return self._kept.as_material(twin, version)

    def copied(self, owner: str, needed: str, folder: Path) -> Path:
        """The adapter, in the folder."""
        twin, version = self._kept.version(owner, needed.removeprefix(PREFIX))
        return self._kept.copied(twin, version.place, ADAPTER, folder / f"{twin.id}-{version.number}.safetensors")


def _one(backends: set[str], asked: str | None) -> str:
    """The backend of all of them."""
    if len(backends) > 1:
        raise MixedBackends(
            f"They were trained with {' and '.join(sorted(backends))}.",
            field="options.twins",
            next_step="Mix twins of one backend.",
        )
    (found,) = backends or {USUAL_BACKEND}
    if asked not in (None, found):
        raise WrongBackend(
            f"The twin was trained with {found}, and {asked} cannot play it.",
            field="options.backend",
            next_step=f"Leave backend out, or train a twin with {asked}.",
        )
    return found
