"""Figures as a person reads them (a table with what was asked) and as a program does (flat names to numbers)."""

import argparse
import json
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.table import Column, Table

from benching.machine import Machine, this_machine

COLUMNS = ("figure", "asked", "measured", "repeats", "smallest - largest", "")


@dataclass(frozen=True)
class Asked:
    """The bound a figure should keep: at most, or with `least` at least."""

    bound: float
    least: bool = False

    def kept(self, value: float) -> bool:
        return value >= self.bound if self.least else value <= self.bound

    def __str__(self) -> str:
        return f"{'>=' if self.least else '<='} {_told(self.bound)}"


@dataclass(frozen=True)
class Figure:
    name: str
    unit: str
    value: float
    repeats: int = 1
    spread: tuple[float, float] | None = None
    """The smallest and the largest of what the value was made of."""
    asked: Asked | None = None


def middle(name: str, unit: str, samples: Sequence[float], asked: Asked | None = None) -> Figure:
    """The median of several measurements."""
    return Figure(name, unit, statistics.median(samples), len(samples), (min(samples), max(samples)), asked)


def share(name: str, unit: str, samples: Sequence[float], percent: float, asked: Asked | None = None) -> Figure:
    """What so many percent of the measurements do not exceed."""
    return Figure(name, unit, percentile(samples, percent), len(samples), (min(samples), max(samples)), asked)


def percentile(samples: Sequence[float], percent: float) -> float:
    """By rank: always one of the samples."""
    ordered = sorted(samples)
    rank = -(-percent * len(ordered) // 100)
    return ordered[max(int(rank), 1) - 1]


@dataclass
class Report:
    title: str
    machine: Machine = field(default_factory=this_machine)
    figures: list[Figure] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, *figures: Figure) -> None:
        self.figures.extend(figures)

    def show(self) -> None:
        console = Console()
        if not console.is_terminal:
            console = Console(width=110)
        table = Table(Column(COLUMNS[0], no_wrap=True), *COLUMNS[1:], title=self.title)
        for figure in self.figures:
            spread = f"{_told(figure.spread[0])} - {_told(figure.spread[1])}" if figure.spread else ""
            measured = f"{_told(figure.value)} {figure.unit}".strip()
            table.add_row(figure.name, str(figure.asked or ""), measured, str(figure.repeats), spread, _verdict(figure))
        console.print(table)
        console.print(str(self.machine), highlight=False)
        for note in self.notes:
            console.print(note, highlight=False)

    def write(self, path: Path) -> None:
        path.write_text(json.dumps({figure.name: figure.value for figure in self.figures}, indent=1) + "\n")

    def append(self, path: Path) -> None:
        """The same table as Markdown, behind what is there."""
        rows = [COLUMNS, ("---",) * len(COLUMNS), *map(_row, self.figures)]
        table = [f"| {' | '.join(row)} |" for row in rows]
        lines = ["", f"### {self.title}", "", str(self.machine), "", *table, "", *self.notes]
        with path.open("a", encoding="utf-8") as file:
            file.write("\n".join(lines).rstrip() + "\n")


def arguments(about: str) -> argparse.ArgumentParser:
    """What every benchmark takes."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer repeats, as `make bench` runs it")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the figures there, flat names to numbers")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="also append the table there, as Markdown")
    return parser


def close(report: Report, asked: argparse.Namespace) -> None:
    report.show()
    if asked.json:
        report.write(asked.json)
    if asked.markdown:
        report.append(asked.markdown)


def _row(figure: Figure) -> tuple[str, ...]:
    spread = f"{_told(figure.spread[0])} - {_told(figure.spread[1])}" if figure.spread else ""
    measured = f"{_told(figure.value)} {figure.unit}".strip()
    return figure.name, str(figure.asked or ""), measured, str(figure.repeats), spread, _verdict(figure)


def _verdict(figure: Figure) -> str:
    if figure.asked is None:
        return ""
    return "reached" if figure.asked.kept(figure.value) else "NOT REACHED"


def _told(value: float) -> str:
    if value == int(value) and abs(value) < 1e6:
        return str(int(value))
    return f"{value:.0f}" if abs(value) >= 1000 else f"{value:.3g}"
