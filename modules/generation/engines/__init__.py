"""The engines, one package each; none knows another."""
