"""Flask plumbing that every room shares: who is asking, access, errors, forms, language, navigation, headers."""
