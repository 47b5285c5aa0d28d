"""Names that certainly mean one occupation: those of the classification and the everyday names that are exact."""

from collections import defaultdict
from functools import cache

from matching.folding import squeeze
from matching.occupations.classification import all_occupations, everyday_names

# Aliases below this weight are vague: two people who use them need not mean the same work.
_SURE = 0.7


@cache
def known_names() -> dict[str, str]:
    """Squeezed name to code. A name that could mean two occupations is not certain and is left out."""
    codes: defaultdict[str, set[str]] = defaultdict(set)
    for item in all_occupations().values():
        if item.level == 4:
            codes[squeeze(item.name)].add(item.code)
    for alias, code, weight in everyday_names():
        if weight >= _SURE:
            codes[squeeze(alias)].add(code)
    return {name: min(found) for name, found in codes.items() if len(found) == 1}
