"""What the sample world shows as published is lawful, and it has vacancies with findings of every severity."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from tests.factories.people import make_organisation
from webapp.core.clock import CHINA
from webapp.http.site import Site
from webapp.organisations.models import Organisation
from webapp.postings.drafts import draft_of_vacancy
from webapp.postings.lint import Severity
from webapp.postings.linting import Linter
from webapp.postings.models import LintTrace, Vacancy
from webapp.postings.queries import VACANCY_LOADED
from webapp.postings.rules import DraftPlace
from webapp.postings.templates import post_templates
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


def test_every_template_is_lawful_once_pay_and_place_are_filled_in(site: Site) -> None:
    """Whoever starts from a template has nothing to mend that the template brought."""
    today = site.clock.today()
    with site.database.transaction() as session:
        firm, linter = make_organisation(session), Linter(session, today)
        for template in post_templates().values():
            draft = replace(
                template.draft,
                headcount=3,
                places=(DraftPlace("440100", None, "示范路1号"),),
                pay_min_yuan=6000,
                pay_max_yuan=7000,
                pay_period="month",
                pay_day=15,
                has_social_insurance=True,
                valid_through=today + timedelta(days=30),
            )
            severe = (Severity.BLOCK, Severity.WARN)
            found = [(one.rule, one.code) for one in linter.report(draft, firm).findings if one.severity in severe]
            assert found == [], template
