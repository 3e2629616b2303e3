"""`Former`, the old service's network of one stage, and how a checkpoint of it is read and checked key by key."""

from __future__ import annotations

import re
import warnings
from pickle import UnpicklingError
from typing import TYPE_CHECKING, Any, Final
from zipfile import BadZipFile

import torch
from torch import Tensor, nn

from models.errors import Unsupported
from modules.fetching.download import digest

if TYPE_CHECKING:
    from pathlib import Path

LATENT: Final = 128
HEADS: Final = 8
LAYERS: Final = 4
NEW: Final = "Train a new one with scripts/train_blend.py."
_UNREADABLE: Final = (UnpicklingError, BadZipFile, RuntimeError, EOFError, ValueError, OSError)


class NotConverted(Unsupported):
    code = "blend.not_converted"
    title = "The old weights cannot be used"


class Former(nn.Module):
    """Latents [batch, frames, 128] to latents: a transformer whose answer is added to what it was given."""

    def __init__(self, layers: int = LAYERS, heads: int = HEADS) -> None:
        super().__init__()
        self.input_norm = nn.LayerNorm(LATENT)
        layer = nn.TransformerEncoderLayer(LATENT, heads, 4 * LATENT, activation="gelu", batch_first=True)
        self.transformer = nn.TransformerEncoder(layer, layers)
        self.post_norm = nn.LayerNorm(LATENT)
        self.output_proj = nn.Linear(LATENT, LATENT)

    def forward(self, latents: Tensor) -> Tensor:
        changed: Tensor = self.output_proj(self.post_norm(self.transformer(self.input_norm(latents))))
        return latents + changed


def read(path: Path) -> tuple[dict[str, Tensor], dict[str, str]]:
    """The weights of an old checkpoint, and what is to be remembered of it. Raises NotConverted, saying why."""
    try:
        with warnings.catch_warnings(action="ignore"):
            kept = torch.load(path, map_location="cpu", weights_only=True)
    except _UNREADABLE as error:
        raise NotConverted(
            f"{path} cannot be read as plain weights: {str(error).splitlines()[0][:200]}",
            next_step="Only tensors, numbers and words are read, never programs. " + NEW,
        ) from None
    state = _state(kept, path)
    arguments = kept.get("args") if isinstance(kept.get("args"), dict) else {}
    heads = int(arguments.get("nhead", HEADS))
    layers = 1 + max((int(found[1]) for name in state if (found := _LAYER.match(name))), default=-1)
    _check(state, Former(max(layers, 1), heads).state_dict(), path)
    return state, {"network": "former", "layers": str(layers), "heads": str(heads), "converted_from": digest(path)}


_LAYER: Final = re.compile(r"transformer\.layers\.(\d+)\.")


def _state(kept: Any, path: Path) -> dict[str, Tensor]:
    """The tensors by name, with the output's spectral norm worked into its weight."""
    found = kept.get("model_state_dict", kept) if isinstance(kept, dict) else None
    if not isinstance(found, dict) or not any(isinstance(value, Tensor) for value in found.values()):
        raise NotConverted(f"{path} holds no weights by name.", next_step=NEW)
    state = {name.removeprefix("module."): value.float() for name, value in found.items() if isinstance(value, Tensor)}
    if any(name.startswith("cascade_stages.") for name in state):
        raise NotConverted(
            f"{path} is a cascade of stages 256 and 384 wide; only the network of one stage, 128 wide, is taken over.",
            next_step=NEW,
        )
    return _normed(_normed(state, "weight_orig", "weight_u", "weight_v"), *_NEWER)


_NEWER: Final = (
    "parametrizations.weight.original",
    "parametrizations.weight.0._u",
    "parametrizations.weight.0._v",
)


def _normed(state: dict[str, Tensor], original: str, left: str, right: str) -> dict[str, Tensor]:
    names = [f"output_proj.{part}" for part in (original, left, right)]
    if not all(name in state for name in names):
        return state
    weight, u, v = (state[name] for name in names)
    rest = {name: value for name, value in state.items() if name not in names}
    return rest | {"output_proj.weight": weight / torch.dot(u, weight @ v)}


def _check(state: dict[str, Tensor], wanted: dict[str, Tensor], path: Path) -> None:
    """Raises NotConverted with the first differences."""
    wrong = [f"{name} is lacking" for name in wanted if name not in state]
    wrong += [f"{name} is not known" for name in state if name not in wanted]
    wrong += [
        f"{name} is {list(state[name].shape)}, not {list(value.shape)}"
        for name, value in wanted.items()
        if name in state and state[name].shape != value.shape
    ]
    wrong += [f"{name} holds values that are no numbers" for name, value in state.items() if not value.isfinite().all()]
    if wrong:
        more = f" and {len(wrong) - 4} more" if len(wrong) > 4 else ""
        raise NotConverted(
            f"{path} is not the network that is known (128 wide, one stage): {'; '.join(wrong[:4])}{more}.",
            next_step=NEW,
        )
