"""A look at everything a server needs: what works, what is missing, and the command that mends it."""
