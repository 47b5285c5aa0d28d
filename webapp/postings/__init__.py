"""Vacancies and talent profiles of both tracks: draft, check, publication, end; revisions and search.

Not how they are compared (`matching`), nor who met whom (`placements`).
"""
