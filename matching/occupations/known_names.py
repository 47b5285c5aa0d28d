"""Names that certainly mean one occupation: those of the classification and the everyday names that are exact."""

from collections import defaultdict
from functools import cache

from matching.folding import squeeze
from matching.occupations.classification import all_occupations, read_rows

# Aliases below this weight are vague: two people who use them need not mean the same work.
_SURE = 0.7


@cache
def known_names() -> dict[str, str]:
    """Squeezed name to code. A name that could mean two occupations is not certain and is left out."""
    codes: defaultdict[str, set[str]] = defaultdict(set)
    for item in all_occupations().values():
        if item.level == 4:
            codes[squeeze(item.name)].add(item.code)
    for row in read_rows("aliases.csv"):
        if float(row["weight"] or 1) >= _SURE:
            codes[squeeze(row["alias"])].add(row["code"])
    return {name: min(found) for name, found in codes.items() if len(found) == 1}
