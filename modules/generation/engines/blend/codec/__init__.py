"""Blending through a neural codec: two tracks to latents, our cascade between them, and latents back to sound."""
