"""Files in: vacancies and profiles from CSV and XLSX as bureaus and firms have them, row by row, in the background."""
