"""One file a comparison; each looks at one criterion and knows nothing of the others or of weights.

Importing this room declares its comparisons and gates in `matching.levels`, where everybody else finds them.
"""

from matching.comparisons.availability import AVAILABILITY
from matching.comparisons.credentials import CREDENTIALS
from matching.comparisons.education import EDUCATION
from matching.comparisons.experience import EXPERIENCE
from matching.comparisons.gates import ALL_GATES
from matching.comparisons.hours import HOURS
from matching.comparisons.occupation import OCCUPATION
from matching.comparisons.pay import PAY
from matching.comparisons.place import PLACE
from matching.comparisons.skills import NICE_SKILLS, SKILLS
from matching.comparisons.title import TITLE
from matching.comparisons.wish import WISH
from matching.levels import all_comparisons, all_gates, declare

declare(
    (
        *(OCCUPATION, TITLE, SKILLS),
        *(NICE_SKILLS, EXPERIENCE, EDUCATION, CREDENTIALS, AVAILABILITY),
        *(PLACE, PAY, HOURS, WISH),
    ),
    ALL_GATES,
)
COMPARISONS = all_comparisons()
GATES = all_gates()

__all__ = ["COMPARISONS", "GATES"]
