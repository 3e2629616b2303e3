"""What the benchmarks share: a whole server in a temporary folder, its clients, and the table they end in."""
