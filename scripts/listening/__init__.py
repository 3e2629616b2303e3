"""Songs whose beats, chords, keys and notes are known, as sound: what hearing is fitted to and measured by."""
