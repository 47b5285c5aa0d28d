"""The pages have no codes of their own; their words stand in the templates."""
