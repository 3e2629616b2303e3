"""Music that follows a mood while it plays, bar by bar."""
