"""What twins are trained and played with: one package for each backend, one line for each in `registry.BACKENDS`."""
