"""What a piece will be before it has notes: form, phrases, chords, key, metre, tempo, mood and intensity."""
