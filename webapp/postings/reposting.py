"""When a vacancy is an earlier one posted again. Pure: publications in, a count and the first day out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

# A post that comes back after half a year is a new need, not the same advertisement.
LONGEST_PAUSE = timedelta(days=180)


@dataclass(frozen=True)
class Publication:
    """One time a posting stood in public. `ended_at` is None while it stands there."""

    began_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True)
class History:
    """`first_seen_at` is the start of the first publication of the chain, `reposts` how many followed it."""

    first_seen_at: datetime
    reposts: int


def history_of(publication: Publication, earlier: Sequence[Publication]) -> History:
    """Follow the chain back: each earlier one that had ended before, with no long pause between.

    Two that stand side by side are no re-post of each other; what began later says nothing of this one.
    """
    first, reposts = publication.began_at, 0
    ended = [one for one in earlier if one.ended_at is not None and one.ended_at <= publication.began_at]
    for one in sorted(ended, key=lambda one: (one.ended_at, one.began_at), reverse=True):
        assert one.ended_at is not None
        if one.ended_at < first - LONGEST_PAUSE:
            break
        reposts += 1
        first = min(first, one.began_at)
    return History(first, reposts)
