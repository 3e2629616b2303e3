"""What an operator may set about twins: MUSEAIKA_ENGINES__TWIN__..."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field


class TwinSettings(BaseModel):
    """Every backend finds its own fields here."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    weights: Path | None = Field(None, description="The composing network's folder; empty means the shipped one")
    soundfont: Path | None = Field(None, description="An .sf2 file; empty means the built-in one")
    threads: int = Field(2, ge=1, le=16, description="Threads that render and encode one order")
    fetched: Path = Field(Path("data/weights"), description="Where fetched weights lie; MUSEAIKA_WEIGHTS if not set")
    musicgen: str = Field("", description="A MusicGen checkpoint: folder or name on the hub; empty: what was fetched")
    ace_step: str = Field("", description="An ACE-Step 1.5 checkpoint in diffusers' format: the same")
    device: str = Field("auto", description="Where networks of sound compute: auto, cpu, cuda or cuda:1")
