"""Measures the composing network on songs that it has not seen, and how fast it writes fifty songs of a minute.

python scripts/evaluate_latents.py --data FOLDER_OF_ZIPS --work data/composer --json figures.json
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import torch
from train_composer import WEIGHTS, prepare

from modules.composing import card, latents, network, reporting
from modules.composing.tasks import UNTOUCHED, Windows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with the zip archives of the training sets")
    parser.add_argument("--work", type=Path, default=Path("data/composer"), help="prepared data")
    parser.add_argument("--weights", type=Path, default=WEIGHTS, help="folder with composer.safetensors and bank.npz")
    parser.add_argument("--windows", type=int, default=200, help="8-bar windows to measure; 0 leaves them out")
    parser.add_argument("--songs", type=int, default=50, help="songs of a minute to write; 0 leaves the clock out")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--json", type=Path, help="write the figures there")
    parser.add_argument("--card", action="store_true", help="renew figures.json and MODEL_CARD.md beside the weights")
    asked = parser.parse_args()
    asked.work.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    held = Windows(prepare(asked.data, asked.work)[1], 8, UNTOUCHED)
    composer, bank = network.load(asked.weights / "composer.safetensors"), latents.load(asked.weights / "bank.npz")
    figures = reporting.report(composer, held, bank, asked.windows) if asked.windows else {}
    if asked.songs:
        figures |= clock(asked.weights, held, asked.songs, asked.repeats)
    show(figures)
    if asked.card:
        path = asked.weights / "figures.json"
        known = json.loads(path.read_text()) | figures
        path.write_text(json.dumps(known, indent=1) + "\n")
        (asked.weights / "MODEL_CARD.md").write_text(card.write(known, composer.network.shape))
    if asked.json:
        asked.json.write_text(json.dumps(figures, indent=1) + "\n")


def clock(weights: Path, held: Windows, songs: int, repeats: int) -> dict[str, float]:
    """Seconds for the songs in two processes of one thread, and for one song alone."""
    orders = reporting.orders_of_a_minute(network.load(weights / "composer.safetensors"), held, songs)
    halves = [orders[0::2], orders[1::2]]
    figures: dict[str, float] = {}
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        list(pool.map(write, [weights] * 2, [half[:1] for half in halves]))
        both = [list(pool.map(write, [weights] * 2, halves)) for _ in range(repeats)]
        alone = [pool.submit(write, weights, orders[:1]).result()[0] for _ in range(repeats)]
    walls = [max(wall for wall, _ in pair) for pair in both]
    figures |= {f"seconds_{songs}_songs": min(walls), f"seconds_{songs}_songs_slowest": max(walls)}
    figures[f"processor_seconds_{songs}_songs"] = min(sum(busy for _, busy in pair) for pair in both)
    return figures | {"seconds_one_song": min(alone), "seconds_one_song_slowest": max(alone)}


def write(weights: Path, orders: list[network.Order]) -> tuple[float, float]:
    torch.set_num_threads(1)
    return reporting.seconds_to_write(network.load(weights / "composer.safetensors"), orders)


def show(figures: dict[str, float]) -> None:
    cores, load = os.cpu_count(), os.getloadavg()[0]
    print(f"{platform.processor() or platform.machine()}, {cores} cores, load {load:.1f}, torch {torch.__version__}")
    for name, value in figures.items():
        print(f"{name:55s} {value:10.3f}")


if __name__ == "__main__":
    main()
