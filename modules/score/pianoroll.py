"""A picture of a score: time to the right, pitch up, a colour for every track, drums in a strip of their own."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from modules.score.instruments import instrument_name
from modules.score.pianoroll_layout import INK, Layout, colour_of, faded, laid_out
from modules.score.score import Note, Score, Track
from modules.score.spelling import signature_of

_FINER: Final = 2
"""Notes are drawn this much larger and made smaller again, which smooths their edges."""
_CHECK_EVERY: Final = 2_000
_SHARPS: Final = "Cb Gb Db Ab Eb Bb F C G D A E B F# C#".split()  # noqa: SIM905 a line to read
_MINORS: Final = "Ab Eb Bb F C G D A E B F# C# G# D# A#".split()  # noqa: SIM905 its parallel

Draw = ImageDraw.ImageDraw
Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


def draw_pianoroll(score: Score, check: Callable[[], None] = lambda: None) -> bytes:
    """A PNG; the same score gives the same bytes."""
    layout = laid_out(score)
    large = Image.new("RGB", (layout.width * _FINER, layout.height * _FINER), INK.paper)
    canvas = _Canvas(ImageDraw.Draw(large), layout, check)
    canvas.grid()
    for index in sorted(range(len(score.tracks)), key=lambda index: -_usual_length(score.tracks[index])):
        canvas.track(score, index)
    check()
    image = large.reduce(_FINER)
    check()
    _write(ImageDraw.Draw(image), score, layout)
    check()
    file = io.BytesIO()
    image.quantize(colors=256, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(file, "PNG")
    return file.getvalue()


def _usual_length(track: Track) -> int:
    """Long notes are drawn first, so that short ones of other tracks lie on them and not below."""
    lengths = sorted(note.end - note.start for note in track.notes)
    return lengths[len(lengths) // 2] if lengths else 0


@dataclass(frozen=True)
class _Canvas:
    draw: Draw
    layout: Layout
    check: Callable[[], None]

    def _box(self, left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
        finer = _FINER
        return left * finer, top * finer, max(right * finer, left * finer + finer) - 1, bottom * finer - 1

    def grid(self) -> None:
        layout = self.layout
        for row in range(layout.lowest, layout.highest + 1):
            top = layout.row_top(row)
            colour = INK.black_row if row % 12 in {1, 3, 6, 8, 10} else INK.white_row
            self.draw.rectangle(self._box(layout.left, top, layout.right, top + layout.row), fill=colour)
            if row % 12 == 0:
                below = top + layout.row
                self.draw.rectangle(self._box(layout.left, below - 0.5, layout.right, below + 0.5), fill=INK.octave)
        if layout.drums:
            bottom = layout.drum_top + layout.drum_row * len(layout.drums)
            self.draw.rectangle(self._box(layout.left, layout.drum_top, layout.right, bottom), fill=INK.white_row)
        for number, bar in enumerate(layout.bars):
            if number % layout.bars_a_line == 0:
                x = layout.x(bar.start)
                strong = number % layout.bars_a_label == 0
                colour = INK.strong_line if strong else INK.line
                self.draw.rectangle(self._box(x, layout.top, x + 0.5, layout.bottom), fill=colour)

    def track(self, score: Score, index: int) -> None:
        track = score.tracks[index]
        colour = colour_of(index, is_drum=track.is_drum)
        for number, note in enumerate(track.notes):
            if number % _CHECK_EVERY == 0:
                self.check()
            fill = faded(colour, 0.5 + 0.5 * note.velocity / 127)
            if track.is_drum:
                self._hit(note, fill)
            else:
                self._note(note, fill, faded(colour, 0.35))

    def _note(self, note: Note, fill: str, edge: str) -> None:
        layout = self.layout
        top, left, right = layout.row_top(note.pitch), layout.x(note.start), layout.x(note.end)
        box = self._box(left, top + 0.5, right - 0.5, top + layout.row - 0.5)
        if layout.row >= 4 and right - left >= 4:
            self.draw.rounded_rectangle(box, radius=layout.row * _FINER * 0.25, fill=fill, outline=edge)
        else:
            self.draw.rectangle(box, fill=fill)

    def _hit(self, note: Note, fill: str) -> None:
        layout = self.layout
        top, x = layout.drum_row_top(note.pitch), layout.x(note.start)
        self.draw.rectangle(self._box(x, top + 1, x + layout.hit, top + layout.drum_row - 1), fill=fill)


def _write(draw: Draw, score: Score, layout: Layout) -> None:
    draw.text((layout.left, 18), _shortened(score.title or "Untitled", 70), fill=INK.text, font=_font(24))
    draw.text((layout.left, 52), _subtitle(score), fill=INK.quiet, font=_font(14))
    for number, bar in enumerate(layout.bars):
        if number % layout.bars_a_label == 0:
            draw.text((layout.x(bar.start) + 4, layout.bottom + 5), str(number + 1), fill=INK.quiet, font=_font(12))
    for octave in range(-(-layout.lowest // 12), layout.highest // 12 + 1):
        y = layout.row_top(octave * 12) + layout.row / 2 - 7
        draw.text((layout.left - 30, y), f"C{octave - 1}", fill=INK.quiet, font=_font(12))
    if layout.drums:
        draw.text((layout.left - 44, layout.drum_top), "drums", fill=INK.quiet, font=_font(12))
    for index, (x, y) in enumerate(layout.legend):
        track = score.tracks[index]
        draw.rounded_rectangle((x, y + 2, x + 12, y + 14), radius=3, fill=colour_of(index, is_drum=track.is_drum))
        name = track.name or instrument_name(track.program, is_drum=track.is_drum)
        draw.text((x + 18, y), _shortened(name, 24), fill=INK.text, font=_font(13))


def _subtitle(score: Score) -> str:
    key, metre = signature_of(score)[0], score.time_signatures[0] if score.time_signatures else None
    minutes, seconds = divmod(round(score.seconds), 60)
    names = _MINORS if key.mode == "minor" else _SHARPS
    said = [
        f"{names[key.fifths + 7]} {key.mode}" if score.keys else "",
        f"{metre.numerator}/{metre.denominator}" if metre else "",
        f"{score.tempo_map.main(score.end).bpm:.4g} bpm",
        f"{minutes}:{seconds:02d}",
        f"{score.note_count:,} notes",
    ]
    return "   ".join(part for part in said if part)


def _shortened(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


@lru_cache
def _font(size: int) -> Font:
    """DejaVu Sans, which matplotlib brings, because it has more letters than Pillow's own."""
    spec = find_spec("matplotlib")
    path = Path(spec.origin).with_name("mpl-data") / "fonts/ttf/DejaVuSans.ttf" if spec and spec.origin else None
    if path is not None and path.is_file():
        return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.BASIC)
    return ImageFont.load_default(size)
