"""What the figures were measured on: an absolute time means little without it."""

import os
import platform
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Machine:
    cores: int
    processor: str
    python: str
    load: float
    """Running processes a core when the benchmark began: above about 0.5, times are too long."""

    def __str__(self) -> str:
        return f"{self.cores} cores, {self.processor}, Python {self.python}, load {self.load:.2f} a core"


def this_machine() -> Machine:
    cores = len(os.sched_getaffinity(0))
    return Machine(cores, _processor(), platform.python_version(), os.getloadavg()[0] / cores)


def _processor() -> str:
    facts = Path("/proc/cpuinfo")
    for line in facts.read_text().splitlines() if facts.exists() else ():
        name, _, value = line.partition(":")
        if name.strip() == "model name":
            return value.strip()
    return platform.machine()
