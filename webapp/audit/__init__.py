"""Who did what, append-only. Data for people to read, not logging; it holds ids and codes, never personal text."""
