"""Words set to a melody: what is written, in which language, and which syllable goes on which note."""
