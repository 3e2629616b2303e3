"""What backends that learn from sound have in common: examples, low-rank weights, training, evidence, a sound file."""
