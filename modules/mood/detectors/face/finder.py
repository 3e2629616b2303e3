"""`Finder`, which finds the faces of a picture and the eyes and mouth of the largest one, on any thread."""

from collections import deque
from collections.abc import Callable
from typing import Final, NamedTuple

import numpy as np

from models.errors import Invalid
from models.reading import Box
from modules.mood.detectors.face import framing
from modules.mood.detectors.face.graphs import Picture, Points, Spotted
from modules.mood.detectors.face.spotting import Tools, attempts

SMALLEST_SIDE: Final = 16
CUT: Final = 224
_MESH_SIDE: Final = 192
_MESH_MARGIN: Final = 0.4
_SURE: Final = 0.75
"""A face with this score counts even where the mesh does not see it."""
_SPARE: Final = 4


class NoFace(Invalid):
    code = "mood.no_face"
    title = "No face in the picture"


class Found(NamedTuple):
    faces: list[Spotted]
    """The one that decides first."""
    features: Points
    """Its right eye, left eye and mouth, in pixels."""
    exact: bool
    """False when they are not sure."""


class Finder:
    """The tools are not safe to share, so each call takes a set and gives it back; no lock is needed for that."""

    def __init__(self, tools: Callable[[], Tools] = Tools) -> None:
        self._make = tools
        self._free: deque[Tools] = deque()

    def find(self, picture: Picture) -> Found:
        """Raises NoFace."""
        tools = self._take()
        try:
            found = _find(tools, picture) if min(picture.shape[:2]) >= SMALLEST_SIDE else None
        finally:
            self._give_back(tools)
        if found is None:
            raise NoFace(
                "No face was found in the picture.",
                field="image",
                next_step="Send a picture with an upright, well lit face at least a tenth as wide as the picture.",
            )
        return found

    def cut_out(self, picture: Picture) -> tuple[Picture, list[Box]]:
        """The deciding face upright and in colour, for networks that only know faces, and all boxes. Raises NoFace."""
        found = self.find(picture)
        face = framing.cut(picture, framing.turn(found.features, CUT, margin=0.1), CUT)
        return face, boxes(found.faces)

    def warm(self) -> None:
        """Open everything that the first picture would wait for."""
        self._give_back(self._take())

    def _take(self) -> Tools:
        try:
            return self._free.pop()
        except IndexError:
            return self._make()

    def _give_back(self, tools: Tools) -> None:
        if len(self._free) < _SPARE:
            self._free.append(tools)
        else:
            tools.close()


def boxes(faces: list[Spotted]) -> list[Box]:
    """As clients see them: inside the picture."""
    return [_box(face) for face in faces]


def _box(face: Spotted) -> Box:
    left, top = max(face.left, 0.0), max(face.top, 0.0)
    right, bottom = min(face.left + face.width, 1.0), min(face.top + face.height, 1.0)
    score = min(max(face.score, 0.0), 1.0)
    return Box(left=left, top=top, width=max(right - left, 0.0), height=max(bottom - top, 0.0), score=score)


def _find(tools: Tools, picture: Picture) -> Found | None:
    """The largest face that proves to be one decides."""
    for attempt in attempts(tools, picture):
        for place, face in enumerate(attempt.faces):
            features = _guessed(picture, face) if attempt.placed else _confirmed(tools, picture, face)
            if features is not None:
                return Found([face, *attempt.faces[place + 1 :]], features, exact=True)
            believed = attempt.sure and face.score >= _SURE
            if believed or not tools.graphs:
                return Found([face, *attempt.faces[place + 1 :]], _guessed(picture, face), exact=False)
    return None


def _confirmed(tools: Tools, picture: Picture, face: Spotted) -> Points | None:
    """Eyes and mouth as the mesh sees them in the face, set upright by what the finder saw."""
    if tools.graphs is None:
        return None
    turned = framing.turn(_guessed(picture, face), _MESH_SIDE, _MESH_MARGIN)
    seen = tools.graphs.features(framing.cut(picture, turned, _MESH_SIDE))
    return None if seen is None else framing.back(seen, turned)


def _guessed(picture: Picture, face: Spotted) -> Points:
    """The finder's own idea of eyes and mouth, in pixels."""
    size = np.array([picture.shape[1], picture.shape[0]])
    if face.features is not None:
        return np.asarray(face.features * size)
    return framing.usual(*(np.array([face.left, face.top, face.width, face.height]) * np.tile(size, 2)))
