"""Notes in memory: tracks, tempo, key, and their files and pictures."""
