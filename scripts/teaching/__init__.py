"""What teaches the networks that read texts: data, training, export, thresholds and cards."""
