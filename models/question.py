"""Questions about a finished work, and what is answered from its record."""

from typing import Annotated, Any

from pydantic import Field, StringConstraints

from models.generation import Brief
from models.schema import Schema

LONGEST = 2000


class Question(Schema):
    """In English, as one would ask a person: "Why this tempo, and how do I make it darker?"."""

    question: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST)]
    song: int | None = Field(default=None, ge=1, le=50, description="Which one, where an order made several")


class Fact(Schema):
    """Something an answer rests on. path: the work's file and a JSON pointer into it."""

    path: str = Field(examples=["record.json#/result/bpm"])
    value: Any


class Answer(Schema):
    answer: str
    facts: list[Fact] = Field(description="Everything of the record that the answer rests on")
    suggestion: Brief | None = Field(
        default=None, description="Where a change was asked for: an order to send to POST /generations as it is"
    )
    understood_as: list[str] = Field(description="What was taken to be asked; empty if nothing was understood")
    ask_next: list[str] = Field(description="Three more questions that this record can answer")
