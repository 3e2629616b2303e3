"""Who is asking: users, their sessions and tokens."""
