"""What the sample world shows as published is lawful, and it has vacancies with findings of every severity."""

from sqlalchemy import select

from webapp.core.clock import CHINA
from webapp.http.site import Site
from webapp.organisations.models import Organisation
from webapp.postings.drafts import draft_of_vacancy
from webapp.postings.lint import Severity
from webapp.postings.linting import Linter
from webapp.postings.models import LintTrace, Vacancy
from webapp.postings.queries import VACANCY_LOADED
from webapp.samples.services import Size, load_samples


def test_published_samples_are_lawful_and_every_severity_is_shown(site: Site) -> None:
    load_samples(site, lambda text: None, Size(30, 60, 60))
    found: list[tuple[str, str, str]] = []
    seen: set[Severity] = set()
    with site.database.reading() as session:
        for vacancy in session.scalars(select(Vacancy).options(*VACANCY_LOADED)):
            # Judged on the day it was sent: an old one has a last day that is past.
            sent = (vacancy.published_at or site.clock.now()).astimezone(CHINA).date()
            report = Linter(session, sent).report(
                draft_of_vacancy(vacancy), session.get(Organisation, vacancy.organisation_id)
            )
            if vacancy.state == "published":
                # The bureau has looked at what was flagged; what was public when a verification lapsed may stay.
                real = [one for one in report.findings if one.severity not in (Severity.NOTE, Severity.FLAG)]
                real = [one for one in real if one.code != "verification_old"]
                found += [(vacancy.title, one.rule, one.code) for one in real]
            else:
                seen |= {one.severity for one in report.findings}
        traces = session.scalars(select(LintTrace)).all()
    assert found == []
    assert seen >= {Severity.BLOCK, Severity.WARN, Severity.FLAG}
    assert any(trace.confirmations for trace in traces)
