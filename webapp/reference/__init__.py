"""Code lists as dated tables: occupations, industries, education, levels, titles, contracts, skills.

The files in the repository are the source; `services.load_reference` brings the tables in line with them.
"""
