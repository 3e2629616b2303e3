"""A face classifier by name: trpakov/vit-face-expression, another ViT, or a folder with one's own."""

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from transformers import AutoImageProcessor, AutoModelForImageClassification

from models.reading import Box, Reading
from modules.mood.detectors.hugging_face.classifier import Classifier
from modules.mood.emotions import mood_of

Pixels = NDArray[np.uint8]
Crop = Callable[[Pixels], tuple[Pixels, list[Box]]]
"""The face that decides, cut out, [height, width, 3] or grey [height, width], and where all faces are."""
ALWAYS: Final = ("angry", "disgust", "fear", "happy", "neutral", "sad", "surprise")
"""The names every client knows; an emotion that the network does not know is never seen."""
CERTAIN: Final = 0.4
"""Below this likelihood of the likeliest emotion the answer is an honest "I cannot tell"."""


class HuggingFaceFace:
    def __init__(self, name: str, crop: Crop, token: str | None = None) -> None:
        self._classifier = Classifier(name, AutoModelForImageClassification, AutoImageProcessor, token)
        self._crop = crop

    def open(self) -> None:
        """Load it now rather than with the first picture. Raises NetworkMissing, ForeignLabels."""
        self._classifier.open()

    def read(self, picture: Pixels, *, glance: bool = False) -> Reading:  # noqa: ARG002 - it knows no shorter way
        """picture: [height, width, 3], red first. Raises what `crop` raises when there is no face."""
        face, boxes = self._crop(picture)
        with self._classifier.alone:
            inputs = self._classifier.preparer(images=Image.fromarray(face).convert("RGB"), return_tensors="pt")
        (found,) = self._classifier.likelihoods({"pixel_values": inputs["pixel_values"]})
        emotions = dict.fromkeys(ALWAYS, 0.0) | found
        likeliest = max(emotions.values())
        return Reading(
            mood=mood_of(emotions, "face", likeliest),
            emotions=emotions,
            certain=likeliest >= CERTAIN,
            boxes=boxes,
            network=self._classifier.signature,
        )
