"""Employers, agencies and bureaus: who they are, their licences, and their verification by the bureau of the place."""
