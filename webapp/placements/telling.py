"""Letters to the other side, from a page: what the services changed is told within the same transaction."""

from sqlalchemy.orm import Session

from webapp.http.site import current_site
from webapp.organisations.models import Organisation
from webapp.placements import letters
from webapp.placements.models import Introduction
from webapp.postings.models import Profile, Vacancy


def _post() -> letters.Post:
    site = current_site()
    return letters.Post(site.vault, site.settings.base_url)


def tell_seeker(session: Session, introduction_id: int, event: str, words: str = "") -> None:
    introduction = session.get_one(Introduction, introduction_id)
    vacancy = session.get_one(Vacancy, introduction.vacancy_id)
    letters.tell_seeker(
        session,
        _post(),
        session.get_one(Profile, introduction.profile_id),
        vacancy,
        session.get_one(Organisation, vacancy.organisation_id),
        event,
        introduction_id=introduction_id,
        words=words,
    )


def tell_employer(session: Session, introduction_id: int, event: str) -> None:
    introduction = session.get_one(Introduction, introduction_id)
    vacancy = session.get_one(Vacancy, introduction.vacancy_id)
    letters.tell_employer(session, _post(), vacancy, event, introduction_id=introduction_id)
