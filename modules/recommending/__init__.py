"""Music for a mood: candidates, what is known about them, goals, and lists that explain themselves."""
