"""A composing network wearing an adapter that is still to learn, put on by peft."""

import torch
from peft import LoraConfig, inject_adapter_in_model
from torch import nn

from modules.composing.architecture import Network
from modules.generation.engines.twin.backends.composer.lora import SCALE
from modules.generation.engines.twin.backends.composer.shapes import PREFIX, TARGETS


def put_on(network: Network, rank: int, seed: int) -> dict[str, nn.Parameter]:
    """Give the network an adapter that changes nothing yet; its weights by peft's names, all others frozen."""
    config = LoraConfig(r=rank, lora_alpha=round(SCALE * rank), target_modules=TARGETS)
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        inject_adapter_in_model(config, network)
    return {
        PREFIX + name.replace(".default", ""): weight
        for name, weight in network.named_parameters()
        if weight.requires_grad
    }
