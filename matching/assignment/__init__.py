"""Who goes where when places are few: the best allocation of people to demands, with a reason for whoever is left over.

The public door: `Request` with `Group` and `Cap` in, `allocate` out with an `Allocation`; `apply_change` carries out
what a reason proposes, so that "what if" is the same question asked again. Scores come from `matching.ranking` or from
anywhere else. Imported by name, not through `matching`: most pages never allocate.
"""

from matching.assignment.allocating import allocate
from matching.assignment.allocation import Allocation, Change, Reason
from matching.assignment.applying import apply_change
from matching.assignment.request import Cap, Contradiction, Group, Request, share_limit

__all__ = [
    "Allocation",
    "Cap",
    "Change",
    "Contradiction",
    "Group",
    "Reason",
    "Request",
    "allocate",
    "apply_change",
    "share_limit",
]
