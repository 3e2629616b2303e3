"""The styles: who plays, in which tempo, with which grooves and which colour of chords."""
