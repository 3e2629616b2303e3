"""`Provenance`: signs what made a file, puts that into the file, and checks it later."""

from collections.abc import Collection, Iterator
from pathlib import Path

from models.provenance import Content, Record, Verdict
from modules.provenance.carriers.carrier import Carrier
from modules.provenance.data import Data, FileData, Spliced, chunks
from modules.provenance.envelope import sealed
from modules.provenance.formats import UnsupportedType, carrier_for
from modules.provenance.making import Lineage, Making
from modules.provenance.signing import Signer
from modules.provenance.verifying import Check, Verifier, content_hash, unchecked


class Provenance:
    """The key that signs is always known; older ones are where keys were renewed."""

    def __init__(self, signer: Signer, known_keys: Collection[str], software: str) -> None:
        self._signer = signer
        self._software = software
        self._verifier = Verifier({signer.key_id, *known_keys})

    @property
    def key_id(self) -> str:
        return self._signer.key_id

    def verify(self, data: Data, check: Check = unchecked) -> Verdict:
        """Raises UnsupportedType."""
        return self._verifier.verify(data, check)

    def stamp(
        self, data: Data, name: str, media_type: str, making: Making, check: Check = unchecked
    ) -> Iterator[bytes]:
        """The file with its signed record inside, in pieces. A format that has no place for one comes out as it is.

        The hash is taken at once, the pieces later. Raises CannotCarry.
        """
        carrier = carrier_for(media_type)
        if carrier is None:
            return chunks(data)
        content = Content(part=name, media_type=media_type, sha256=content_hash(data, check))
        return self._embedded(carrier, data, making.record(content, self._software))

    def pass_on(self, source: Data, target: Data, name: str, media_type: str) -> Iterator[bytes]:
        """The target, another form of the source, with the source's record; as it is where that has no valid one."""
        carrier, verdict = carrier_for(media_type), self.verify(source)
        if carrier is None or not verdict.valid or verdict.record is None:
            return chunks(target)
        old = verdict.record
        content = Content(part=name, media_type=media_type, sha256=content_hash(target))
        update = {"content": content, "parents": [*old.parents, old.content.sha256], "software": self._software}
        return self._embedded(carrier, target, old.model_copy(update=update))

    def lineage(self, paths: Collection[Path], check: Check = unchecked) -> Lineage:
        """What these files, which something is made from, tell about themselves."""
        records = [record for path in paths if (record := self._record_of(path, check))]
        hashes = sorted({record.content.sha256 for record in records})
        return Lineage(tuple(hashes), any(record.made_by_ai for record in records))

    def _record_of(self, path: Path, check: Check) -> Record | None:
        """None where there is no valid one."""
        try:
            with FileData(path) as data:
                verdict = self.verify(data, check)
        except UnsupportedType:
            return None
        return verdict.record if verdict.valid else None

    def _embedded(self, carrier: Carrier, data: Data, record: Record) -> Iterator[bytes]:
        return chunks(Spliced(data, carrier.embed(data, sealed(record, self._signer))))
