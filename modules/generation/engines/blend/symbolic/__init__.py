"""The way through notes: listen to both tracks, blend what they play, write it anew and have it played."""
