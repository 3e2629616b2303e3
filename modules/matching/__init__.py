"""From tracks people listen to, to MIDI files of a collection, with the level of certainty."""
