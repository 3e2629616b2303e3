"""The server on one machine: our own Valkey, and the processes around it, started together and kept alive."""
