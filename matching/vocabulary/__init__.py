"""Words and ladders that both sides are measured against: skills, cities and distances, education, levels."""
