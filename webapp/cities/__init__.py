"""The nine cities, their provinces and districts, as dated reference rows."""
