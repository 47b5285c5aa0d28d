"""How vacancies are found from outside: data for search engines, sitemaps, feeds, and paper for notice boards.

Not the search on the site (`postings`), nor letters to people.
"""
