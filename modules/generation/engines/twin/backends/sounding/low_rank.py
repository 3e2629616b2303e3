"""Low-rank weights on a frozen network of sound: put on by peft to learn, and worn for a while to be played with."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

import torch
from peft import LoraConfig, inject_adapter_in_model
from torch import Tensor, nn
from torch.nn import functional

Weights = Mapping[str, Tensor]
"""By their names in the file, such as base_model.model.decoder.layers.0.fc1.lora_A.weight."""


def put_on(network: nn.Module, targets: str, prefix: str, rank: int, seed: int) -> dict[str, nn.Parameter]:
    """An adapter that changes nothing yet; its weights in full precision, all others frozen."""
    config = LoraConfig(r=rank, lora_alpha=rank, target_modules=targets)
    network.requires_grad_(False)
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        inject_adapter_in_model(config, network)
    found = {}
    for name, weight in network.named_parameters():
        if weight.requires_grad:
            weight.data = weight.data.float()
            found[prefix + name.replace(".default", "")] = weight
    return found


@contextmanager
def worn(network: nn.Module, prefix: str, parts: Sequence[tuple[Weights, float]]) -> Iterator[None]:
    """Inside, every layer says also what the adapters add, each by its amount; afterwards nothing has changed."""
    pairs: dict[str, list[tuple[Tensor, Tensor]]] = {}
    for weights, amount in parts:
        for name, down in weights.items() if amount else ():
            if name.endswith(".lora_A.weight"):
                layer = name.removesuffix(".lora_A.weight")
                up = weights[f"{layer}.lora_B.weight"] * amount
                pairs.setdefault(layer.removeprefix(prefix), []).append((down, up))
    with ExitStack() as hooks:
        for layer, some in pairs.items():
            module = network.get_submodule(layer)
            hooks.callback(module.register_forward_hook(_adding(module, some)).remove)
        yield


def _adding(module: nn.Module, some: Sequence[tuple[Tensor, Tensor]]) -> Any:
    weight = next(module.parameters())
    down = torch.cat([one for one, _ in some]).to(weight)
    up = torch.cat([one for _, one in some], dim=1).to(weight)

    def add(_module: nn.Module, inputs: tuple[Tensor, ...], output: Tensor) -> Tensor:
        return output + functional.linear(functional.linear(inputs[0], down), up)

    return add
