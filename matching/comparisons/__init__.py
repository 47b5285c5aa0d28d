"""One file a comparison; each looks at one criterion and knows nothing of the others or of weights."""

from matching.comparisons.availability import AVAILABILITY
from matching.comparisons.credentials import CREDENTIALS
from matching.comparisons.education import EDUCATION
from matching.comparisons.experience import EXPERIENCE
from matching.comparisons.gates import GATES
from matching.comparisons.occupation import OCCUPATION
from matching.comparisons.pay import PAY
from matching.comparisons.place import PLACE
from matching.comparisons.skills import SKILLS
from matching.comparisons.title import TITLE
from matching.levels import Comparison

COMPARISONS: dict[str, Comparison] = {
    comparison.name: comparison
    for comparison in (
        OCCUPATION,
        TITLE,
        SKILLS,
        PLACE,
        PAY,
        EXPERIENCE,
        EDUCATION,
        CREDENTIALS,
        AVAILABILITY,
    )
}


def all_level_names() -> list[tuple[str, str]]:
    """(comparison, level) of everything that can be said of a pair; each has words in both languages."""
    return [(comparison.name, level) for comparison in COMPARISONS.values() for level in comparison.levels]


__all__ = ["COMPARISONS", "GATES", "all_level_names"]
