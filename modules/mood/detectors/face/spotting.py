"""The attempts to spot faces, from the quick one that mostly succeeds to the slow ones for difficult pictures."""

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

import cv2
import numpy as np

from modules.mood.detectors.face.graphs import Graphs, Picture, Spotted
from modules.mood.detectors.face.haar import Haar

SIDE: Final = 640
"""Spotting works on a copy no larger than this, or on tiles of what is larger."""
FRAME: Final = 480
"""No larger are the frames of a live stream, in which one face near the camera is all that matters."""
_PLACED: Final = 0.9
"""The near detector's eyes and mouth are then within about a pixel of the mesh's, in a face of 48."""
_TILE: Final = 0.6
_SMALL: Final = 0.1
_BORDER: Final = 0.3


class Tools:
    """What one thread at a time finds faces with."""

    def __init__(self) -> None:
        try:
            self.graphs: Graphs | None = Graphs()
        except ImportError:
            self.graphs = None
        self.haar = Haar()

    def close(self) -> None:
        if self.graphs:
            self.graphs.close()


class Attempt(NamedTuple):
    faces: list[Spotted]
    sure: bool
    """False: the mesh must confirm a face before it counts."""
    placed: bool = False
    """Eyes and mouth need no second look."""


def attempts(tools: Tools, picture: Picture) -> Iterator[Attempt]:
    """Each costs some milliseconds; ask for the next one only when the last one did not help."""
    small = smaller(picture)
    if tools.graphs:
        yield from _with_graphs(tools.graphs, picture, small)
    yield Attempt(distinct(tools.haar.find(small)), sure=False)


def smaller(picture: Picture) -> Picture:
    scale = SIDE / max(picture.shape[:2])
    if scale >= 1:
        return picture
    size = [max(round(side * scale), 1) for side in picture.shape[1::-1]]
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)


def distinct(faces: list[Spotted]) -> list[Spotted]:
    """Of boxes for the same face the likeliest; the largest face first."""
    kept: list[Spotted] = []
    for face in sorted(faces, key=lambda face: -face.score):
        if all(_overlap(face, other) < 0.5 for other in kept):
            kept.append(face)
    return sorted(kept, key=lambda face: -face.area)


def _with_graphs(graphs: Graphs, picture: Picture, small: Picture) -> Iterator[Attempt]:
    if max(picture.shape) <= FRAME:
        near = distinct(graphs.near(small))
        if near and near[0].score >= _PLACED and near[0].width >= _SMALL and _level(near[0], small):
            yield Attempt(near, sure=True, placed=True)
    far = distinct(graphs.far(small))
    if far and far[0].width >= _SMALL:
        yield Attempt(far, sure=True)
    tiles = _in_tiles(graphs.far, picture) if max(picture.shape) > SIDE else []
    yield Attempt(distinct(far + tiles), sure=True)
    yield Attempt(distinct(graphs.near(small)), sure=True)
    yield Attempt(distinct(_padded(graphs, small)), sure=False)
    for quarters in (1, 3, 2):
        yield Attempt(distinct(_turned(graphs.far, small, quarters)), sure=False)


def _level(face: Spotted, picture: Picture) -> bool:
    """Eyes side by side, more or less: the near detector is less exact about faces that lie on their side."""
    if face.features is None:
        return False
    across, down = (face.features[1] - face.features[0]) * picture.shape[1::-1]
    return bool(across > 2 * abs(down))


def _in_tiles(find: Callable[[Picture], list[Spotted]], picture: Picture) -> list[Spotted]:
    """Four overlapping quarters, in which small faces are nearly twice as large."""
    height, width = picture.shape[:2]
    found = []
    for across in (0.0, 1 - _TILE):
        for down in (0.0, 1 - _TILE):
            top, left = round(down * height), round(across * width)
            tile = picture[top : top + round(_TILE * height), left : left + round(_TILE * width)]
            faces = find(smaller(np.ascontiguousarray(tile)))
            found += [_moved(face, across, down, _TILE) for face in faces if not _at_an_inner_edge(face, across, down)]
    return found


def _padded(graphs: Graphs, picture: Picture) -> list[Spotted]:
    """With a border, for faces that fill the whole picture or touch its edge."""
    high, wide = (round(side * _BORDER) for side in picture.shape[:2])
    padded = np.asarray(cv2.copyMakeBorder(picture, high, high, wide, wide, cv2.BORDER_REPLICATE), np.uint8)
    share = 1 + 2 * _BORDER
    return [_moved(face, -_BORDER, -_BORDER, share) for face in graphs.near(padded) + graphs.far(padded)]


def _turned(find: Callable[[Picture], list[Spotted]], picture: Picture, quarters: int) -> list[Spotted]:
    """Faces that lie on their side or stand on their head."""
    faces = find(np.ascontiguousarray(np.rot90(picture, quarters)))
    for _ in range(quarters):
        faces = [_turned_back(face) for face in faces]
    return faces


def _turned_back(face: Spotted) -> Spotted:
    """np.rot90 put what was at (x, y) to (y, 1 - x)."""
    points = face.features
    if points is not None:
        points = np.column_stack([1 - points[:, 1], points[:, 0]])
    return Spotted(1 - face.top - face.height, face.left, face.height, face.width, face.score, points)


def _moved(face: Spotted, across: float, down: float, share: float) -> Spotted:
    """From shares of a part to shares of the whole."""
    points = None if face.features is None else face.features * share + (across, down)
    left, top = face.left * share + across, face.top * share + down
    return Spotted(left, top, face.width * share, face.height * share, face.score, points)


def _at_an_inner_edge(face: Spotted, across: float, down: float) -> bool:
    """Cut in two by the edge of its tile: the next tile has it whole."""
    edges = (
        across > 0 and face.left < 0,
        across == 0 and face.left + face.width > 1,
        down > 0 and face.top < 0,
        down == 0 and face.top + face.height > 1,
    )
    return any(edges)


def _overlap(one: Spotted, other: Spotted) -> float:
    """The shared area, as a share of the smaller face."""
    wide = min(one.left + one.width, other.left + other.width) - max(one.left, other.left)
    high = min(one.top + one.height, other.top + other.height) - max(one.top, other.top)
    return max(wide, 0.0) * max(high, 0.0) / max(min(one.area, other.area), 1e-12)
