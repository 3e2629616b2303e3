"""Sound in memory: decoding, rendering, mixing, loudness, encoding."""
