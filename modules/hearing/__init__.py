"""Audio or MIDI -> what is in it: beats, keys, chords, who plays what, sections, and how sure each of these is."""
