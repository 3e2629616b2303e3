"""Any classifier of the Hugging Face kind that an operator names, in the place of our own small networks."""
