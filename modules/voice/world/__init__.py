"""The house singer: espeak-ng speaks the phonemes, WORLD takes them apart, and they are put together as singing."""
