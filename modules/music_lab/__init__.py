"""The old MusicLab: two tracks in, a job by its id, a sound file out, and questions about it."""
