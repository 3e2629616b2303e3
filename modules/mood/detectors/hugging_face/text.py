"""A text classifier by name: SamLowe/roberta-base-go_emotions, an XLM-R, or a folder with one's own."""

from typing import Any, Final

from transformers import AutoModelForSequenceClassification, AutoTokenizer

from models.reading import Reading
from modules.mood.detectors.hugging_face.classifier import Classifier
from modules.mood.emotions import mood_of

CERTAIN: Final = 0.3
"""Below this likelihood of the likeliest emotion the answer is an honest "I cannot tell"."""
LONGEST: Final = 512
"""Tokens that are read at once, if the network does not say otherwise."""
OVERLAP: Final = 32
MOST: Final = 8
"""A text of more pieces is read in so many, taken evenly from its whole length."""


class HuggingFaceText:
    def __init__(self, name: str, token: str | None = None) -> None:
        self._classifier = Classifier(name, AutoModelForSequenceClassification, AutoTokenizer, token)

    def open(self) -> None:
        """Load it now rather than with the first text. Raises NetworkMissing, ForeignLabels."""
        self._classifier.open()

    def read(self, text: str) -> Reading:
        """What the network reads in it; a long text in pieces, each counted by its length."""
        rows, lengths, notes = self._pieces(text)
        found = self._classifier.likelihoods(rows)
        emotions = {
            name: sum(length * one[name] for length, one in zip(lengths, found, strict=True)) / sum(lengths)
            for name in found[0]
        }
        likeliest = max(emotions.values())
        return Reading(
            mood=mood_of(emotions, "text", likeliest),
            emotions=emotions,
            certain=likeliest >= CERTAIN,
            notes=notes,
            network=self._classifier.signature,
        )

    def _pieces(self, text: str) -> tuple[dict[str, Any], list[int], list[str]]:
        """What the network takes, how many tokens each row has, and what was left out."""
        limit = self._limit()
        with self._classifier.alone:
            tokens = self._classifier.preparer(
                text,
                truncation=True,
                max_length=limit,
                stride=min(OVERLAP, limit // 4),
                return_overflowing_tokens=True,
                padding=True,
                return_tensors="pt",
            )
        count = len(tokens["input_ids"])
        chosen = [number * count // min(count, MOST) for number in range(min(count, MOST))]
        taken = ("input_ids", "attention_mask", "token_type_ids")
        rows = {name: tokens[name][chosen] for name in taken if name in tokens}
        notes = [f"The text is long: {MOST} of its {count} pieces were read."] if count > MOST else []
        return rows, [int(row.sum()) for row in rows["attention_mask"]], notes

    def _limit(self) -> int:
        """Networks of RoBERTa's kind lose two of their positions to padding."""
        positions = getattr(self._classifier.config, "max_position_embeddings", None) or LONGEST + 2
        return max(min(int(self._classifier.preparer.model_max_length), int(positions) - 2, LONGEST), 8)
