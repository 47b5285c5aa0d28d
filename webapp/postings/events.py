"""What happened to postings, for rooms above that react."""

from dataclasses import dataclass


@dataclass(frozen=True)
class VacancyChanged:
    """A vacancy was published, edited while public, paused, closed or withdrawn."""

    vacancy_id: int


@dataclass(frozen=True)
class VacancyPublished:
    """The bureau let a vacancy through: its words may be new. (Files say so by rows without a group key.)"""

    vacancy_id: int


@dataclass(frozen=True)
class ProfileChanged:
    """A profile was published, edited while public, paused, closed or withdrawn."""

    profile_id: int


@dataclass(frozen=True)
class VacancyFlagged:
    """An automatic check found something that a person at the bureau should look at; the vacancy itself is unchanged.

    Whoever checks a vacancy records this in the transaction of the check; the room of reports opens a review entry of
    its own for it. The same rule for the same vacancy opens no second entry while the first is open.
    `rule_id` is the check's stable name, such as "FR-02"; `detail_zh` and `detail_en` are its sentence for the
    officer (up to 500 letters each), with the words or numbers that it found.
    """

    vacancy_id: int
    rule_id: str
    detail_zh: str
    detail_en: str
