"""People: registration, sign-in, roles, language, consents. Not what they post or look for."""
