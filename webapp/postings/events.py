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
