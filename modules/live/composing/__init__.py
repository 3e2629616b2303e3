"""What a stream plays next: pure functions from a thread and a mood to the next bar."""
