"""From written notes to played ones: dynamics, timing, articulation, pedal and the ending."""
