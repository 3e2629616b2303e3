"""The store of whole documents, with an adapter for SQLite and one for MongoDB."""
