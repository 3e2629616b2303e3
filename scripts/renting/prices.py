"""What a rented machine costs, as far as can be told beforehand."""

from dataclasses import dataclass

CHECKED = "May 2026"
SOURCE = "https://modal.com/pricing"
GPUS = {
    "T4": 0.59,
    "L4": 0.80,
    "A10": 1.10,
    "L40S": 1.95,
    "A100-40GB": 2.10,
    "A100-80GB": 2.50,
    "H100": 3.95,
    "H200": 4.54,
    "B200": 6.25,
}
"""Dollars an hour for one."""
CORE, GIBIBYTE = 0.0472, 0.0080
"""Dollars an hour for a processor core, and for a gibibyte of memory; older than the others, and small beside them."""
LONGEST = 24.0
"""Hours that one function may run."""


@dataclass(frozen=True)
class Machine:
    gpu: str | None
    gpus: int
    cores: int
    memory: int
    """In gibibytes."""

    @property
    def dollars_an_hour(self) -> float:
        cards = GPUS[self.gpu] * self.gpus if self.gpu else 0.0
        return cards + CORE * self.cores + GIBIBYTE * self.memory

    @property
    def wish(self) -> str | None:
        """As the provider spells it."""
        return f"{self.gpu}:{self.gpus}" if self.gpu else None


def estimate(machine: Machine, hours: float, how_much: str) -> str:
    """A small table for people."""
    rows = []
    if machine.gpu:
        rows.append((f"{machine.gpus} x {machine.gpu}", GPUS[machine.gpu] * machine.gpus))
    rows.append((f"{machine.cores} cores", CORE * machine.cores))
    rows.append((f"{machine.memory} GiB memory", GIBIBYTE * machine.memory))
    lines = [f"  {name:<22} ${price:8.3f} an hour" for name, price in rows]
    total = machine.dollars_an_hour * hours
    amount = f"  {hours:.1f} hours: {how_much} ${total:.2f}"
    note = f"  GPU prices as of {CHECKED}; {SOURCE} has today's. Building the image and storage come on top."
    return "\n".join(["What it costs:", *lines, amount, note])
