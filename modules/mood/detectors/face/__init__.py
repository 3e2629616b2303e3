"""Reads the mood of a face: finds it, sets it upright, and asks a network trained on FER2013 and FER+."""
