"""What an operator may set about twins: MUSEAIKA_ENGINES__TWIN__..."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field


class TwinSettings(BaseModel):
    """Every backend finds its own fields here."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    weights: Path | None = Field(None, description="The composing network's folder; empty means the shipped one")
    soundfont: Path | None = Field(None, description="An .sf2 file; empty means the built-in one")
    threads: int = Field(2, ge=1, le=16, description="Threads that render and encode one order")
