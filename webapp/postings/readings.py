"""Skills that the texts of postings name and nobody listed: read on every change, kept with the posting, and decided
by its writer, who may list one or say that it is none. Reading is never done while matching.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from matching.text.skill_lists import read_skill_list
from matching.text.skills import READING_VERSION, SkillMention, inferred_skills
from matching.vocabulary.skills import all_skills, find
from webapp.postings.models import Profile, ProfileReadSkill, ReadSkillColumns, Vacancy, VacancyReadSkill
from webapp.postings.queries import PROFILE_LOADED, VACANCY_LOADED

_ROWS_A_ROUND = 500


def read_posting_skills(posting: Vacancy | Profile) -> None:
    """Bring the read skills in line with text and list; what was dismissed stays so.

    The title is not read here: it is compared as a whole already (docs/skills.md).
    """
    listed = [row.code or row.text for row in posting.skills]
    found = {one.code: one for one in inferred_skills(described_by(posting), listed)}
    held = {row.code: row for row in posting.read_skills}
    for code, row in held.items():
        if code in found:
            row.start, row.end = found[code].start, found[code].end
            row.level, row.demand = found[code].level, found[code].demand
        elif not row.is_dismissed:
            posting.read_skills.remove(row)  # type: ignore[arg-type]
    for code, mention in found.items():
        if code not in held:
            posting.read_skills.append(_new_row(posting, mention))  # type: ignore[arg-type]
    posting.skills_read_version = READING_VERSION


def _new_row(posting: Vacancy | Profile, mention: SkillMention) -> VacancyReadSkill | ProfileReadSkill:
    model = VacancyReadSkill if isinstance(posting, Vacancy) else ProfileReadSkill
    return model(
        code=mention.code,
        start=mention.start,
        end=mention.end,
        level=mention.level,
        demand=mention.demand,
        is_dismissed=False,
    )


def described_by(posting: Vacancy | Profile) -> str:
    """The free text of a posting."""
    return posting.duties if isinstance(posting, Vacancy) else posting.summary


def listed_as(posting: Vacancy | Profile, row: ReadSkillColumns) -> str:
    """The words under which a read skill is listed: the writer's own."""
    words = described_by(posting)[row.start : row.end]
    return words if find(words) == row.code else all_skills()[row.code].name_zh


def level_of(written: str) -> str | None:
    """The level in a listed skill as written ("proficient in Excel"); None when it says none."""
    items = read_skill_list(written)
    return items[0].level if len(items) == 1 else None


def reread_outdated(session: Session) -> int:
    """Read again what an older version of the reader has read, some at a time; how many were left to do and are done.

    Matches follow with the nightly renewal.
    """
    vacancies = select(Vacancy).where(Vacancy.skills_read_version < READING_VERSION).options(*VACANCY_LOADED)
    profiles = select(Profile).where(Profile.skills_read_version < READING_VERSION).options(*PROFILE_LOADED)
    rows: list[Vacancy | Profile] = [
        *session.scalars(vacancies.order_by(Vacancy.id).limit(_ROWS_A_ROUND)),
        *session.scalars(profiles.order_by(Profile.id).limit(_ROWS_A_ROUND)),
    ]
    for row in rows:
        read_posting_skills(row)
    session.flush()
    return len(rows)
