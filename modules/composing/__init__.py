"""Everything that composes: the network and its latents, and what prepares, trains and measures them."""
