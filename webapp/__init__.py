"""The site: everything that knows a database, a request or a person. The calculation is in `matching`."""
