"""Where things go in the picture of a score, and in which colours."""

from dataclasses import dataclass
from typing import Final

from modules.score.score import Score
from modules.score.timeline import Bar, bars_of


@dataclass(frozen=True)
class Ink:
    paper: str = "#15171c"
    white_row: str = "#1d2027"
    black_row: str = "#191b21"
    octave: str = "#2b2f39"
    line: str = "#272b34"
    strong_line: str = "#3a404d"
    text: str = "#e8eaf0"
    quiet: str = "#8b93a5"


INK: Final = Ink()
_COLOURS: Final = (
    "#5ab0ff",
    "#ffb454",
    "#7fd962",
    "#f07178",
    "#c792ea",
    "#4dd0c4",
    "#ffd866",
    "#ff8fb2",
    "#9aa8ff",
    "#b8cc52",
    "#e6a27c",
    "#73c8e6",
)
_DRUM_COLOUR: Final = "#c9cfdb"
_LEFT, _RIGHT, _TOP, _FOOT = 64, 24, 84, 30
_NARROWEST, _WIDEST = 1600, 4800
_BAR_WIDTH: Final = 16
_ROLL_HEIGHT: Final = 640
_HIGHEST_ROW: Final = 14.0
_DRUM_ROW: Final = 9.0
_LEGEND_COLUMN, _LEGEND_ROW = 216, 22
_FEWEST_ROWS: Final = 24


@dataclass(frozen=True)
class Layout:
    """Everything in pixels, from the top left."""

    width: int
    height: int
    top: float
    row: float
    lowest: int
    highest: int
    drums: dict[int, int]
    bars: list[Bar]
    legend: list[tuple[int, int]]

    left: float = _LEFT
    drum_row: float = _DRUM_ROW

    @property
    def right(self) -> float:
        return self.width - _RIGHT

    @property
    def drum_top(self) -> float:
        return self.top + self.row * (self.highest - self.lowest + 1) + (10 if self.drums else 0)

    @property
    def bottom(self) -> float:
        return self.drum_top + self.drum_row * len(self.drums)

    @property
    def hit(self) -> float:
        """How wide a stroke on a drum is drawn."""
        return min(max((self.right - self.left) / len(self.bars) / 20, 1.5), 6.0)

    @property
    def bars_a_label(self) -> int:
        """Bars from one number to the next, so that they do not run into each other."""
        width = (self.right - self.left) / len(self.bars)
        return next((step for step in (1, 2, 4, 8, 16, 32, 64, 128) if step * width >= 40), 256)

    @property
    def bars_a_line(self) -> int:
        width = (self.right - self.left) / len(self.bars)
        return next((step for step in (1, 2, 4, 8, 16, 32, 64) if step * width >= 5), 128)

    def x(self, tick: int) -> float:
        return self.left + (self.right - self.left) * tick / self.bars[-1].end

    def row_top(self, pitch: int) -> float:
        return self.top + (self.highest - pitch) * self.row

    def drum_row_top(self, key: int) -> float:
        return self.drum_top + self.drums[key] * self.drum_row


def laid_out(score: Score) -> Layout:
    bars = bars_of(score)
    width = min(max(_LEFT + _RIGHT + _BAR_WIDTH * len(bars), _NARROWEST), _WIDEST)
    pitches = [note.pitch for track in score.tracks if not track.is_drum for note in track.notes] or [60]
    lowest, highest = max(min(pitches) - 2, 0), min(max(pitches) + 2, 127)
    missing = max(_FEWEST_ROWS - (highest - lowest + 1), 0)
    lowest, highest = max(lowest - missing // 2, 0), min(highest + missing - missing // 2, 127)
    keys = sorted({note.pitch for track in score.tracks if track.is_drum for note in track.notes}, reverse=True)
    drums = {key: index for index, key in enumerate(keys)}
    columns = max((width - _LEFT - _RIGHT) // _LEGEND_COLUMN, 1)
    legend_rows = -(-len(score.tracks) // columns)
    row = min(_ROLL_HEIGHT / (highest - lowest + 1), _HIGHEST_ROW)
    top = float(_TOP + _LEGEND_ROW * legend_rows + 8)
    legend = [
        (_LEFT + index % columns * _LEGEND_COLUMN, _TOP + index // columns * _LEGEND_ROW)
        for index in range(len(score.tracks))
    ]
    roll = Layout(width, 0, top, row, lowest, highest, drums, bars, legend)
    return Layout(width, round(roll.bottom) + _FOOT, top, row, lowest, highest, drums, bars, legend)


def colour_of(index: int, *, is_drum: bool) -> str:
    return _DRUM_COLOUR if is_drum else _COLOURS[index % len(_COLOURS)]


def faded(colour: str, share: float) -> str:
    """That much of the colour, the rest paper."""
    mixed = [
        round(int(colour[place : place + 2], 16) * share + int(INK.paper[place : place + 2], 16) * (1 - share))
        for place in (1, 3, 5)
    ]
    return "#{:02x}{:02x}{:02x}".format(*mixed)
