"""Low-rank adapters added to the weights of a composing network, to be played with: no slower than without."""

import copy
import re
from collections.abc import Mapping, Sequence

import torch
from torch import Tensor, nn

from modules.composing.architecture import Network
from modules.generation.engines.twin.backends.composer.shapes import PREFIX

SCALE = 2.0
"""alpha / rank: an adapter counts twice, whatever its rank."""
Weights = Mapping[str, Tensor]
"""By peft's names, such as base_model.model.roll.lora_A.weight."""


def adapted(network: Network, parts: Sequence[tuple[Weights, float]]) -> Network:
    """A copy with the adapters added, each by its amount; without any amount the very same weights."""
    changed = copy.deepcopy(network)
    with torch.no_grad():
        for weights, amount in parts:
            for name in weights if amount else ():
                if name.endswith(".lora_A.weight"):
                    _add(changed, name, weights, amount)
    return changed


def _add(network: Network, name: str, weights: Weights, amount: float) -> None:
    layer = re.sub(r"\.lora_A\.weight$", "", name)
    down, up = weights[name].float(), weights[f"{layer}.lora_B.weight"].float()
    module = network.get_submodule(layer.removeprefix(PREFIX))
    if isinstance(module, nn.Linear):
        module.weight += amount * SCALE * (up @ down)
