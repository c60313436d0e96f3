"""The history on disk: the one place where SQLite is known."""
