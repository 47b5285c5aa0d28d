"""The habits of the house, each kept by a test that fails when somebody forgets it."""
