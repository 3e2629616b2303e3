"""The old producer service: store files, train, generate, each in one request that waits for its answer."""
