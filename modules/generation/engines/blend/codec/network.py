"""The networks that blend, ready to work: `load` opens what training or converting has written."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final, Protocol

import numpy as np
import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file

from models.errors import Invalid
from modules.generation.engines.blend.codec.architecture import Cascade, Shape
from modules.generation.engines.blend.codec.former import Former

if TYPE_CHECKING:
    from pathlib import Path

    from modules.generation.engines.blend.codec.canvas import Canvas, Floats

KIND: Final = "museaika.blend"
REMEDY: Final = (
    "Train it again with scripts/train_blend.py, or convert the old one again with scripts/convert_blend.py."
)


class BadCascade(Invalid):
    code = "blend.bad_cascade"
    title = "Not the weights of a network that blends"


@dataclass(frozen=True, eq=False)
class Window:
    """A stretch of the piece. a, b: what the tracks have there; others: what they have elsewhere; all in latents."""

    a: Floats
    b: Floats
    canvas: Canvas
    others_a: Floats
    others_b: Floats


class Network(Protocol):
    @property
    def window(self) -> int:
        """Frames it works on at a time, at most."""

    def complete(self, window: Window, amount: float) -> Floats:
        """[frames, latent]: the piece as it is to be there."""


class CascadeNetwork:
    """Our own: completes the canvas while it hears both tracks."""

    def __init__(self, cascade: Cascade) -> None:
        self.cascade = cascade.eval()

    @property
    def window(self) -> int:
        return self.cascade.shape.window

    def complete(self, window: Window, amount: float) -> Floats:
        given, open_, a, b = (
            torch.from_numpy(np.ascontiguousarray(one))[None]
            for one in (window.canvas.latents, window.canvas.open_, window.others_a, window.others_b)
        )
        with torch.inference_mode():
            latents: Floats = self.cascade(given, open_, a, b, torch.tensor([amount]))[0].numpy()
        return latents

    def save(self, path: Path, facts: dict[str, str]) -> None:
        """facts: what a person should know of the training."""
        about = {"network": "cascade", "shape": json.dumps(asdict(self.cascade.shape)), **facts}
        keep(self.cascade.state_dict(), about, path)


class FormerNetwork:
    """The old service's: it hears one sequence only, so it is given the two tracks' mean by amount."""

    window = 1200

    def __init__(self, former: Former) -> None:
        self.former = former.eval()

    def complete(self, window: Window, amount: float) -> Floats:
        mean = (1 - amount) * window.a + amount * window.b
        with torch.inference_mode():
            latents: Floats = self.former(torch.from_numpy(mean.astype(np.float32))[None])[0].numpy()
        return latents


def keep(state: dict[str, torch.Tensor], about: dict[str, str], path: Path) -> None:
    """As `load` reads it; the file is whole or not there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".new")
    save_file({name: one.contiguous() for name, one in state.items()}, unfinished, {"kind": KIND, **about})
    unfinished.replace(path)


def load(path: Path) -> Network:
    """Raises BadCascade."""
    try:
        with safe_open(path, "pt") as file:
            about = file.metadata() or {}
            state = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 - it is no dictionary
        if about.get("kind") != KIND:
            raise BadCascade(f"{path} holds something else than weights of a blend.", next_step=REMEDY)
        return _filled(about, state)
    except (SafetensorError, RuntimeError, ValueError, KeyError, TypeError) as error:
        raise BadCascade(f"{path} cannot be used: {str(error)[:300]}", next_step=REMEDY) from None


def _filled(about: dict[str, str], state: dict[str, Any]) -> Network:
    if about["network"] == "former":
        former = Former(int(about["layers"]), int(about["heads"]))
        former.load_state_dict(state)
        return FormerNetwork(former)
    cascade = Cascade(Shape(**json.loads(about["shape"])))
    cascade.load_state_dict(state)
    return CascadeNetwork(cascade)
