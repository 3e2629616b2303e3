"""JSON: a first member in front of the others, on a line of its own."""

from typing import ClassVar, Final

from modules.provenance.carriers.carrier import MOST_BYTES, Found, unusual
from modules.provenance.data import Data, Splice

_START: Final = b'{"museaika_provenance":'
_END: Final = b",\n"


class Json:
    """Canonical JSON has no line breaks, so that the first one ends the record."""

    media_types: ClassVar[tuple[str, ...]] = ("application/json",)

    def claims(self, head: bytes) -> bool:
        return head[:1] == b"{"

    def embed(self, data: Data, record: bytes) -> Splice:
        head = data[:4096]
        if head[:1] != b"{" or head[1:].lstrip()[:1] != b'"' or head.startswith(_START):
            raise unusual("it is no object with something in it, or has a record already")
        return Splice(0, 1, _START + record + _END)

    def extract(self, data: Data) -> Found | None:
        if data[: len(_START)] != _START:
            return None
        record, end, _ = data[len(_START) : len(_START) + MOST_BYTES + len(_END)].partition(_END)
        return Found(record, Splice(0, len(_START) + len(record) + len(_END), b"{")) if end else None
