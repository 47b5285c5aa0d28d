"""What search engines read of a vacancy: a hundred sample vacancies against the published lists, and hostile words."""

import csv
import json
import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from tests.factories.people import make_organisation
from tests.factories.postings import make_vacancy
from webapp.http.site import Site
from webapp.organisations.models import Organisation
from webapp.postings.models import Vacancy
from webapp.postings.queries import is_public
from webapp.samples.services import Size, load_samples

# Where each line comes from and when it was read stands in the file; an empty `verified_on` was not seen in full.
LISTS = Path(__file__).parent / "job_posting_properties.csv"
PROPERTIES = list(csv.DictReader(LISTS.read_text(encoding="utf-8").splitlines()))
TYPES = {"FULL_TIME", "PART_TIME", "CONTRACTOR", "TEMPORARY", "INTERN", "VOLUNTEER", "PER_DIEM", "OTHER"}
UNITS = {"HOUR", "DAY", "WEEK", "MONTH", "YEAR"}
CREDENTIALS = {"high school", "associate degree", "bachelor degree", "professional certificate", "postgraduate degree"}
TAGS = {"p", "/p", "ul", "/ul", "li", "/li"}
ELEMENT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def posting_of(page: str) -> dict[str, Any]:
    found = ELEMENT.findall(page)
    assert len(found) == 1
    posting: dict[str, Any] = json.loads(found[0])
    return posting


def names(demand: str) -> set[str]:
    return {row["property"] for row in PROPERTIES if row["demand"] == demand and not row["when"]}


@pytest.mark.parametrize("engine_kind", ["sqlite"])
def test_a_hundred_sample_vacancies_say_what_is_required_and_recommended(site: Site, client: Any) -> None:
    load_samples(site, lambda text: None, Size(60, 300, 80))
    with site.database.reading() as session:
        statement = select(Vacancy, Organisation).join(Organisation).where(is_public(site.clock.now()))
        every = [(row[0], row[1]) for row in session.execute(statement.order_by(Vacancy.id))]
    # The unusual ones first: work from anywhere, and agencies that name a client.
    rows = sorted(every, key=lambda row: (row[0].remote_share_percent is None, row[0].client_name is None))[:100]
    assert len(rows) == 100
    for vacancy, organisation in rows:
        page = client.get(f"/vacancies/{vacancy.public_id}").get_data(as_text=True)
        check(posting_of(page), vacancy, organisation)
    assert any(vacancy.remote_share_percent == 100 for vacancy, _ in rows)
    assert any(vacancy.client_name for vacancy, _ in rows)


def check(posting: dict[str, Any], vacancy: Vacancy, organisation: Organisation) -> None:
    assert names("required") <= set(posting)
    assert names("recommended") <= set(posting)
    assert "occupationalCategory" in posting
    assert posting["@context"] == "https://schema.org" and posting["@type"] == "JobPosting"
    assert posting["title"] == vacancy.title and posting["description"] != vacancy.title
    assert set(re.findall(r"<([^>]*)>", posting["description"])) <= TAGS
    # An agency's client hires, not the agency.
    assert posting["hiringOrganization"]["name"] == (vacancy.client_name or organisation.name)
    posted, until = datetime.fromisoformat(posting["datePosted"]), datetime.fromisoformat(posting["validThrough"])
    assert posted.date() <= until.date() and until.utcoffset() == timedelta(hours=8)
    for place in posting["jobLocation"]:
        address = place["address"]
        assert address["@type"] == "PostalAddress" and address["addressCountry"] == "CN"
        assert address["addressLocality"] and address["addressRegion"] and address["streetAddress"]
    pay = posting["baseSalary"]
    assert pay["@type"] == "MonetaryAmount" and pay["currency"] == "CNY" and pay["value"]["unitText"] in UNITS
    assert pay["value"]["minValue"] <= pay["value"]["maxValue"]
    assert posting["employmentType"] in TYPES
    assert posting["identifier"]["value"] == vacancy.public_id
    left = (vacancy.headcount or 0) - vacancy.filled_here - vacancy.filled_elsewhere
    assert posting["directApply"] is True and posting.get("totalJobOpenings", 0) == max(left, 0)
    education = posting.get("educationRequirements")
    assert education in (None, "no requirements") or education["credentialCategory"] in CREDENTIALS
    experience = posting.get("experienceRequirements")
    assert experience in (None, "no requirements") or experience["monthsOfExperience"] > 0
    is_remote = vacancy.remote_share_percent == 100
    assert (posting.get("jobLocationType") == "TELECOMMUTE") == is_remote
    assert ("applicantLocationRequirements" in posting) == is_remote
    assert not re.search(r"(?<!\d)1\d{10}(?!\d)", json.dumps(posting)), "no telephone number of a person"


@pytest.mark.parametrize(
    ("period", "unit"), [("hour", "HOUR"), ("day", "DAY"), ("month", "MONTH"), ("year", "YEAR"), ("piece", "MONTH")]
)
def test_pay_is_stated_by_its_period(site: Site, client: Any, period: str, unit: str) -> None:
    vacancy = add(site, pay_period=period, pay_min_yuan=30, pay_max_yuan=30)
    value = posting_of(client.get(f"/vacancies/{vacancy}").get_data(as_text=True))["baseSalary"]["value"]
    assert value == {"@type": "QuantitativeValue", "unitText": unit, "value": 30}


def add(site: Site, **facts: Any) -> str:
    with site.database.transaction() as session:
        return make_vacancy(session, **facts).public_id


def test_words_of_people_cannot_leave_their_place(site: Site, client: Any) -> None:
    bad = "</script><script>alert(1)</script><!-- \"' & \u2028"
    public_id = add(site, title=bad[:60], duties=bad + "x" * 20)
    page = client.get(f"/vacancies/{public_id}").get_data(as_text=True)
    assert "<script>alert(1)" not in page
    posting = posting_of(page)
    assert posting["title"] == bad[:60]
    assert "&lt;/script&gt;" in posting["description"] and "<script" not in posting["description"]


def test_only_what_is_open_is_described(site: Site, client: Any) -> None:
    for facts in ({"state": "filled"}, {"state": "withdrawn"}, {"state": "removed"}, {"state": "paused"}):
        page = client.get(f"/vacancies/{add(site, **facts)}").get_data(as_text=True)
        assert not ELEMENT.search(page) and "og:title" not in page


def test_sharing_tags_say_work_place_and_pay(site: Site, client: Any) -> None:
    with site.database.transaction() as writing:
        firm = make_organisation(writing, name="Nine Rivers & Sons").id
        public_id = make_vacancy(writing, organisation_id=firm).public_id
    page = client.get(f"/vacancies/{public_id}?language=en").get_data(as_text=True)
    tags = dict(re.findall(r'<meta (?:property|name)="(og:\w+|twitter:\w+|description)" content="([^"]*)"', page))
    assert "Guangzhou" in tags["og:title"] and "6,000" in tags["og:title"] and tags["og:locale"] == "en_US"
    assert "Nine Rivers &amp; Sons" in tags["og:description"] and len(tags["og:description"]) < 200
    assert tags["twitter:card"] == "summary" and tags["og:url"] == f"http://127.0.0.1:8000/vacancies/{public_id}"
