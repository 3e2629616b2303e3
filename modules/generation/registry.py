"""The list of engines, and the holder that opens each once per process."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

from models.engine import EngineView
from models.errors import Invalid, NotFound
from models.generation import Brief
from modules.generation.engine import BadOptions, Engine, EngineCard, EngineNotReady, Limited
from modules.generation.engines.blend import Blend
from modules.generation.engines.composer import Composer
from modules.generation.engines.render import Render
from modules.generation.engines.song import SongCard
from modules.generation.engines.twin import Twin

ENGINES: tuple[type[EngineCard], ...] = (Render, Composer, Blend, Twin, SongCard)


class UnknownEngine(Invalid):
    code = "engine.unknown"


class UnknownSection(NotFound):
    """A settings section names an engine that does not exist."""

    code = "engine.unknown_section"


class BadSection(Invalid):
    code = "engine.bad_section"


class Engines:
    """cards["render"] is what clients see; load("render") opens the engine, once per process.

    unlisted: engines that other parts of the house order from, and nobody by hand.
    """

    def __init__(self, cards: Mapping[str, EngineCard], unlisted: Mapping[str, EngineCard] | None = None) -> None:
        self.cards = dict(cards)
        self._unlisted = dict(unlisted or {})
        self._loaded: dict[str, Engine] = {}

    @classmethod
    def from_settings(
        cls, sections: Mapping[str, Mapping[str, Any]], unlisted: Mapping[str, EngineCard] | None = None
    ) -> "Engines":
        known = {kind.name: kind for kind in ENGINES}
        for section in sections:
            if section not in known:
                raise UnknownSection(f"There is no engine named {section!r}.", next_step=f"Known: {', '.join(known)}.")
        return cls({name: kind(_settings(kind, sections.get(name, {}))) for name, kind in known.items()}, unlisted)

    def card(self, name: str) -> EngineCard:
        found = self.cards.get(name) or self._unlisted.get(name)
        if found is None:
            raise UnknownEngine(
                f"There is no engine named {name!r}.", field="engine", next_step=f"Known: {', '.join(self.cards)}."
            )
        return found

    def view(self, name: str) -> EngineView:
        card = self.card(name)
        missing = card.missing()
        return EngineView(
            name=card.name,
            title=card.title,
            description=card.description,
            queue=card.queue,
            ready=not missing,
            missing=missing,
            limits=card.limits() if isinstance(card, Limited) else [],
            options=card.Options.model_json_schema(),
        )

    def views(self) -> list[EngineView]:
        return [self.view(name) for name in self.cards]

    def checked(self, brief: Brief) -> Brief:
        """The brief with its options checked and completed by the card. Raises BadOptions, EngineNotReady."""
        card = self.card(brief.engine)
        try:
            options = card.Options.model_validate(brief.options)
        except ValidationError as error:
            raise BadOptions(**describe(error, "options"), next_step=f"See GET /engines/{card.name}.") from None
        if missing := card.missing():
            raise EngineNotReady(f"The engine {card.name} is not ready: {missing[0]}", next_step="See GET /engines.")
        return brief.model_copy(update={"options": options.model_dump(mode="json", exclude_none=True)})

    def load(self, name: str) -> Engine:
        if name not in self._loaded:
            self._loaded[name] = self.card(name).load()
        return self._loaded[name]


def _settings(kind: type[EngineCard], section: Mapping[str, Any]) -> BaseModel:
    try:
        return kind.Settings.model_validate(dict(section))
    except ValidationError as error:
        raise BadSection(
            **describe(error, f"engines.{kind.name}"), next_step=f"Correct MUSEAIKA_ENGINES__{kind.name.upper()}__..."
        ) from None


def _said(message: str) -> str:
    """Without pydantic's own preface to what we say ourselves."""
    return message.removeprefix("Value error, ")


def describe(error: ValidationError, prefix: str) -> dict[str, Any]:
    """The first complaint of pydantic, as the arguments of an Invalid, with all of them under errors."""
    found = [
        {"field": ".".join([prefix, *map(str, one["loc"])]), "message": _said(one["msg"])} for one in error.errors()
    ]
    first = found[0]
    return {"detail": f"{first['field']}: {first['message']}", "field": first["field"], "errors": found}
