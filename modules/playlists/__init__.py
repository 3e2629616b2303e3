"""Lists of music that people keep, fill for a mood, share by a link and take away."""
