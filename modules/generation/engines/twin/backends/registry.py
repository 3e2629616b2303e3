"""The backends: a new one is a package beside this file and a line here."""

from collections.abc import Mapping

from models.errors import Invalid, Unavailable
from modules.generation.engines.twin.backends.ace_step import AceStepBackend
from modules.generation.engines.twin.backends.backend import BackendCard
from modules.generation.engines.twin.backends.composer import ComposerBackend
from modules.generation.engines.twin.backends.musicgen import MusicgenBackend
from modules.generation.engines.twin.settings import TwinSettings

BACKENDS: tuple[type[BackendCard], ...] = (ComposerBackend, MusicgenBackend, AceStepBackend)


class UnknownBackend(Invalid):
    code = "twin.unknown_backend"
    title = "No such backend"


class BackendNotReady(Unavailable):
    code = "twin.backend_not_ready"
    title = "That backend is not ready"


class Backends:
    """The cards, made from the settings."""

    def __init__(self, settings: TwinSettings) -> None:
        self.cards: Mapping[str, BackendCard] = {kind.name: kind(settings) for kind in BACKENDS}

    def card(self, name: str) -> BackendCard:
        found = self.cards.get(name)
        if found is None:
            known = ", ".join(self.cards)
            raise UnknownBackend(f"There is no backend {name!r}.", field="backend", next_step=f"Choose one of {known}.")
        return found

    def ready(self, name: str) -> BackendCard:
        """That card, if it can work. Raises BackendNotReady with the command that mends it."""
        card = self.card(name)
        if missing := card.missing():
            raise BackendNotReady(
                f"The backend {name} is not ready: {missing[0]}", field="backend", next_step=missing[0]
            )
        return card
