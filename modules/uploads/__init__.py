"""What people hand in: audio and MIDI, checked by content."""
