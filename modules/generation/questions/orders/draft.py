"""`Draft`: an order being changed, and what its engine lets one say."""

from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from models.errors import Invalid
from models.generation import Brief
from models.mood import Mood
from modules.generation.engine import EngineCard
from modules.generation.questions.piece import Reading


class Impossible(Exception):
    """A wish that cannot be had from this engine or goes beyond what it allows; the text says why, and what can be."""


@dataclass
class Draft:
    """brief: the order as given, its options completed. remarks: what the asker should know besides."""

    reading: Reading
    card: EngineCard
    brief: Brief
    options: dict[str, Any] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    changed: bool = False

    def __post_init__(self) -> None:
        self.options = dict(self.brief.options)
        self._schema: dict[str, Any] = self.card.Options.model_json_schema().get("properties", {})

    def need(self, option: str, what: str) -> None:
        """Raises Impossible where the engine has no such option."""
        if option not in self._schema:
            raise Impossible(f"The engine {self.card.name} cannot change {what}: it has no option for it.")

    def has(self, option: str) -> bool:
        return option in self._schema

    def bounds(self, option: str) -> tuple[float, float]:
        """The least and the most that an option may be."""
        found = self._schema[option]
        kinds = [found, *found.get("anyOf", [])]
        low = next((kind["minimum"] for kind in kinds if "minimum" in kind), float("-inf"))
        high = next((kind["maximum"] for kind in kinds if "maximum" in kind), float("inf"))
        return low, high

    def default(self, option: str) -> Any:
        return self.card.Options.model_fields[option].get_default(call_default_factory=True)

    def take(self, **options: Any) -> None:
        """None takes an option out."""
        self.options = {name: value for name, value in (self.options | options).items() if value is not None}
        self.changed = True

    def say(self, **fields: Any) -> None:
        """Change what every engine's order has: mood, seconds, seed."""
        self.brief = self.brief.model_copy(update=fields)
        self.changed = True

    def mood(self) -> Mood:
        """The one asked for, else the one the piece has."""
        self.reading.get("mood")
        if self.brief.mood is not None:
            return self.brief.mood
        begins = self.reading.get("result/mood/begins") or [0.0, 0.0]
        return Mood.at(*begins)

    def finished(self) -> Brief:
        """The order with only what differs from the defaults. Raises Impossible if its engine would refuse it."""
        short = {
            name: value
            for name, value in self.options.items()
            if name not in self._schema or value != self.default(name)
        }
        brief = self.brief.model_copy(update={"options": short})
        try:
            options = self.card.Options.model_validate(short).model_dump(mode="json", exclude_none=True)
            self.card.materials(brief.model_copy(update={"options": options}))
        except ValidationError as error:
            raise Impossible(f"Such an order would be refused: {error.errors()[0]['msg']}.") from None
        except Invalid as error:
            raise Impossible(
                f"Such an order would be refused: {error.detail} {error.next_step or ''}".strip()
            ) from None
        return brief
