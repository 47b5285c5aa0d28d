"""How good titles, pairs and fairness are, against labelled data and against plain methods in the same run.

`python -m matching.evaluation` prints the table; `--check` fails when a figure falls more than its tolerance below the
recorded one; `--record` writes today's figures, which is a decision and belongs in a commit of its own.
"""

from matching.evaluation.report import Figure, evaluate, shortfalls

__all__ = ["Figure", "evaluate", "shortfalls"]
