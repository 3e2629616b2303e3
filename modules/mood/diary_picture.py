"""The picture of a diary: the path of a person's moods on the circle, from pale to dark as time goes on."""

import io
import math
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, Final

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.patches import BoxStyle, Circle, FancyBboxPatch
from matplotlib.patheffects import Normal, Stroke
from numpy.typing import NDArray

from models.mood import NEUTRAL_RADIUS, POINTS, Mood, MoodLabel
from modules.mood.diary import Diary
from modules.mood.native_lock import NativeLock
from modules.mood.wheel import painted

Floats = NDArray[np.float64]
SIZE: Final = (8.0, 8.7)
"""Inches, at 120 dots each."""
PAPER: Final = "#faf8f5"
INK: Final = "#3d3a45"
PALE: Final = "#8d8995"
TIME: Final = LinearSegmentedColormap.from_list("time", ["#b4c3d2", "#6f8fb9", "#4f4a97", "#22123f"])
TANGLE: Final = 40
"""With more moods than this the path leads through the days' means."""
NAMED: Final = 9
"""So many days have room for their dates."""
INSIDE: Final = 0.97
"""What lies in the corners of the square is drawn in to here."""
STRETCHES: Final = 30
"""So many means at most: of longer times several days make one."""
STEPS: Final = 16
"""Pieces of the curve between two moods."""
AROUND: Final = ((0, 1), (0.8, 0.7), (-0.8, 0.7), (0, -1), (0.8, -0.7), (-0.8, -0.7), (1.3, 0), (-1.3, 0))
"""Where a date may stand beside its day."""
_pen = NativeLock()


def drawn(diary: Diary) -> bytes:
    """A PNG on a light card of its own, for light pages and dark ones. The same moods give the same bytes."""
    with _pen:
        figure = Figure(figsize=SIZE, dpi=120)
        FigureCanvasAgg(figure)
        figure.patch.set_alpha(0)
        figure.add_artist(_card())
        circle = figure.add_axes((0.0, 0.115, 1.0, 0.765))
        _circle(circle)
        if diary.entries:
            _moods(circle, diary)
            _heading(figure, "Your moods", _told(diary))
            _time(figure, diary)
        else:
            _heading(figure, "Your moods", "Nothing here yet")
            _invitation(circle)
        file = io.BytesIO()
        figure.savefig(file, format="png", metadata={"Software": None})
        return file.getvalue()


def _card() -> Any:
    shape = BoxStyle.Round(pad=0, rounding_size=0.035)
    look: dict[str, Any] = {"facecolor": PAPER, "edgecolor": "#e4dfd8", "linewidth": 1, "zorder": -1}
    return FancyBboxPatch((0.005, 0.005), 0.99, 0.99, boxstyle=shape, mutation_aspect=SIZE[0] / SIZE[1], **look)


def _circle(axes: Any) -> None:
    """The wheel with its words: outside what lies at the rim, and the middle."""
    axes.set(xlim=(-1.32, 1.32), ylim=(-1.1, 1.1), aspect="equal")
    axes.axis("off")
    axes.imshow(painted(700), extent=(-1, 1, -1, 1), alpha=0.62, interpolation="bilinear", zorder=0)
    for radius, style in ((1.0, "-"), (0.6, (0, (2, 4))), (NEUTRAL_RADIUS, (0, (2, 4)))):
        axes.add_patch(Circle((0, 0), radius, fill=False, edgecolor="white", linewidth=1.2, linestyle=style, zorder=1))
    for ends in (((-1, 1), (0, 0)), ((0, 0), (-1, 1))):
        axes.plot(*ends, color="white", linewidth=0.8, alpha=0.7, zorder=1)
    for label, place in POINTS.items():
        if label is not MoodLabel.NEUTRAL:
            _word(axes, label, math.atan2(place.arousal, place.valence))
    axes.text(0, -NEUTRAL_RADIUS - 0.03, "neutral", color=PALE, fontsize=8.5, ha="center", va="top", zorder=2)


def _word(axes: Any, label: MoodLabel, bearing: float) -> None:
    x, y = math.cos(bearing), math.sin(bearing)
    side = "left" if x > 0.35 else "right" if x < -0.35 else "center"
    level = "bottom" if y > 0.9 else "top" if y < -0.9 else "center"
    axes.text(1.045 * x, 1.045 * y, label, color=INK, fontsize=11.5, ha=side, va=level)


def _moods(axes: Any, diary: Diary) -> None:
    places, moments = _places([entry.mood for entry in diary.entries]), _moments(diary)
    groups = _stretches(diary)
    means = np.array([places[group].mean(axis=0) for group in groups])
    middles = np.array([moments[group].mean() for group in groups])
    many = len(places) > TANGLE
    _path(axes, *((means, middles) if many else (places, moments)))
    size, opacity = (11, 0.4) if many else (26, 0.9)
    axes.scatter(*places.T, c=TIME(moments), s=size, alpha=opacity, linewidths=0.6, edgecolors="white", zorder=4)
    axes.scatter(*means.T, c=TIME(middles), s=150, linewidths=2.2, edgecolors="white", zorder=5)
    if 1 < len(means) <= NAMED:
        _dates(axes, diary, means, _curve(means if many else places))


def _stretches(diary: Diary) -> list[slice]:
    """The moods of each day, or of several days in a row."""
    ends = np.cumsum([day.count for day in diary.days])[:: -_together(diary)][::-1].tolist()
    return [slice(start, end) for start, end in pairwise([0, *ends])]


def _together(diary: Diary) -> int:
    return math.ceil(len(diary.days) / STRETCHES)


def _places(moods: list[Mood]) -> Floats:
    """[mood, 2], with what lies in the corners of the square drawn in to the rim."""
    places = np.array([(mood.valence, mood.arousal) for mood in moods])
    radius = np.hypot(*places.T)[:, None]
    drawn_in: Floats = places * np.minimum(1.0, INSIDE / np.maximum(radius, INSIDE))
    return drawn_in


def _moments(diary: Diary) -> Floats:
    """When each mood was, from 0, the first, to 1, the last."""
    seconds = np.array([entry.created_at.timestamp() for entry in diary.entries])
    whole = seconds[-1] - seconds[0]
    moments: Floats = (seconds - seconds[0]) / whole if whole else np.ones(len(seconds))
    return moments


def _path(axes: Any, places: Floats, moments: Floats) -> None:
    """A soft curve through all places in the order of time."""
    if len(places) < 2:
        return
    curve, colours = _curve(places), np.repeat((moments[:-1] + moments[1:]) / 2, STEPS)
    pieces = np.stack([curve[:-1], curve[1:]], axis=1)
    for width, shade in ((4.6, "white"), (2.2, TIME(colours))):
        lines = LineCollection(pieces, colors=shade, linewidths=width, capstyle="round", zorder=3)
        lines.set_alpha(0.45 if isinstance(shade, str) else 0.95)
        axes.add_collection(lines)


def _curve(places: Floats) -> Floats:
    """Catmull and Rom's curve, with a little less swing so that it stays near the straight way."""
    around = np.concatenate([places[:1], places, places[-1:]])
    before, start, end, after = around[:-3], around[1:-2], around[2:-1], around[3:]
    out, into = 0.42 * (end - before), 0.42 * (after - start)
    t = np.linspace(0, 1, STEPS, endpoint=False)[:, None, None]
    way = (
        start * (2 * t**3 - 3 * t**2 + 1)
        + out * (t**3 - 2 * t**2 + t)
        + end * (3 * t**2 - 2 * t**3)
        + into * (t**3 - t**2)
    )
    return np.concatenate([way.transpose(1, 0, 2).reshape(-1, 2), places[-1:]])


def _dates(axes: Any, diary: Diary, means: Floats, path: Floats) -> None:
    """The date of each day, on the side where there is most room."""
    taken = np.concatenate([means, path])
    for day, mean in zip(diary.days, means, strict=True):
        spots = mean + 0.095 * np.array(AROUND)
        room = np.sqrt(((spots[:, None] - taken[None]) ** 2).sum(axis=2)).min(axis=1)
        x, y = spots[(np.minimum(room, 0.11) - 0.001 * np.arange(len(spots))).argmax()]
        text = axes.text(x, y, f"{day.day.day} {day.day:%b}", color=INK, fontsize=9, ha="center", va="center", zorder=6)
        text.set_path_effects([Stroke(linewidth=2.5, foreground="white", alpha=0.75), Normal()])
        taken = np.concatenate([taken, [(x, y), (x - 0.06, y), (x + 0.06, y)]])


def _heading(figure: Any, title: str, below: str) -> None:
    figure.text(0.055, 0.945, title, color=INK, fontsize=20, fontweight="bold", va="center")
    figure.text(0.055, 0.91, below, color=PALE, fontsize=11, va="center")


def _told(diary: Diary) -> str:
    count = len(diary.entries)
    first, last = (_date(entry.created_at, diary.offset) for entry in (diary.entries[0], diary.entries[-1]))
    when = first if first == last else f"{first} to {last}"
    return f"{when}  ·  {count} mood{'s' if count > 1 else ''}"


def _time(figure: Any, diary: Diary) -> None:
    """A strip from the first moment to the last, and what the dots mean."""
    axes = figure.add_axes((0.3, 0.073, 0.4, 0.012))
    axes.imshow(np.linspace(0, 1, 256)[None], cmap=TIME, aspect="auto")
    axes.axis("off")
    first, last = (entry.created_at + diary.offset for entry in (diary.entries[0], diary.entries[-1]))
    form = "%H:%M" if first.date() == last.date() else "%d %b"
    figure.text(0.285, 0.079, f"{first:{form}}".lstrip("0"), color=INK, fontsize=10, ha="right", va="center")
    figure.text(0.715, 0.079, f"{last:{form}}".lstrip("0"), color=INK, fontsize=10, ha="left", va="center")
    mean = "the mean of a day" if _together(diary) == 1 else f"the mean of {_together(diary)} days"
    for x, dot, size, meaning in ((0.335, "\N{BLACK CIRCLE}", 13, mean), (0.56, "\N{BULLET}", 11, "one mood")):
        figure.text(x, 0.036, dot, color=TIME(0.6), fontsize=size, ha="center", va="center_baseline")
        figure.text(x + 0.02, 0.036, meaning, color=PALE, fontsize=9.5, ha="left", va="center_baseline")


def _invitation(axes: Any) -> None:
    axes.text(0, 0.36, "How do you feel?", color=INK, fontsize=17, ha="center", va="center", zorder=6)
    words = "The first mood you share\nwill be the first dot on this circle."
    axes.text(0, -0.42, words, color=INK, fontsize=11.5, ha="center", va="center", linespacing=1.5, zorder=6)


def _date(moment: datetime, offset: timedelta) -> str:
    there = moment + offset
    return f"{there.day} {there:%B %Y}"
