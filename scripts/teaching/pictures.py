"""Pictures of how training went."""

from __future__ import annotations

from pathlib import Path


def losses(rows: list[tuple[str, float, float]], path: Path) -> None:
    """A panel for each thing that was taught: loss over progress."""
    from matplotlib.figure import Figure

    names = list(dict.fromkeys(name for name, _, _ in rows))
    figure = Figure(figsize=(5 * len(names), 3.2), layout="constrained")
    panels = figure.subplots(1, len(names), squeeze=False)[0]
    for panel, name in zip(panels, names, strict=True):
        panel.plot([at for one, at, _ in rows if one == name], [loss for one, _, loss in rows if one == name])
        panel.set(title=name, xlabel="share of training", ylabel="loss")
    figure.savefig(path, dpi=100)


def fine_tuning(rows: list[dict[str, float]], path: Path) -> None:
    """Losses and macro-F1 over the minutes."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(10, 3.2), layout="constrained")
    left, right = figure.subplots(1, 2)
    minutes = [row["minutes"] for row in rows]
    for name, label in {"loss": "learned", "kept_loss": "kept back"}.items():
        left.plot(minutes, [row[name] for row in rows], label=label)
    left.set(title="weighted loss", xlabel="minutes")
    left.legend()
    right.plot(minutes, [row["kept_macro_f1"] for row in rows])
    right.set(title="macro-F1 on the tenth, tuned there", xlabel="minutes")
    figure.savefig(path, dpi=100)
