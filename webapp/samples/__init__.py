"""Believable sample data for the nine cities, made from a seed; no real person and no real firm."""
