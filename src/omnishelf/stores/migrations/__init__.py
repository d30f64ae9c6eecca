"""Alembic's revisions of the catalogue, run when a database is opened. They are written by hand, one file a step."""
