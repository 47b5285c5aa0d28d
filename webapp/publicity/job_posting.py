"""A vacancy as a schema.org JobPosting, as search engines ask for it.

Property by property after https://developers.google.com/search/docs/appearance/structured-data/job-posting; the lists
are kept as data in tests/publicity/job_posting_properties.csv. Nothing personal: organisations and places only.
"""

from typing import Any

from flask_babel import gettext
from markupsafe import Markup, escape

from webapp.core.clock import CHINA
from webapp.organisations.models import Organisation
from webapp.postings.lasting import open_places
from webapp.postings.lint.contacts import covered
from webapp.postings.models import Vacancy, VacancyPlace
from webapp.postings.presenters import VacancyPage
from webapp.publicity.addresses import vacancy_address
from webapp.publicity.rules import education_categories, employment_types, pay_unit
from webapp.reference.catalogue import Catalogue

_COUNTRY = "CN"
_WHOLLY_REMOTE = 100


def job_posting(
    vacancy: Vacancy, organisation: Organisation, page: VacancyPage, names: Catalogue, language: str
) -> dict[str, Any]:
    """The whole object, without properties that have nothing to say. `page` must be of an open vacancy."""
    employer = vacancy.client_name or organisation.name
    # As on the page: another check or a re-post makes no new date, and places that are taken are not open.
    posted_at = vacancy.first_seen_at or vacancy.published_at
    open_count = open_places(vacancy.headcount, vacancy.filled_here, vacancy.filled_elsewhere)
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "title": page.card.title,
        "description": str(description(page)),
        "datePosted": posted_at.astimezone(CHINA).date().isoformat() if posted_at else None,
        "validThrough": vacancy.expires_at.astimezone(CHINA).isoformat() if vacancy.expires_at else None,
        "hiringOrganization": {"@type": "Organization", "name": employer},
        "identifier": {"@type": "PropertyValue", "name": employer, "value": vacancy.public_id},
        "jobLocation": [_place(place, names, language) for place in vacancy.places],
        "baseSalary": _pay(vacancy),
        "employmentType": employment_types().get(vacancy.employment_form or ""),
        "directApply": True,
        # All taken, and not yet closed: nothing to say is better than none.
        "totalJobOpenings": open_count or None,
        "educationRequirements": _education(vacancy),
        "experienceRequirements": _experience(vacancy),
        "occupationalCategory": _occupation(vacancy, names, language),
        "skills": ", ".join([*page.must_skills, *page.nice_skills]),
        "jobStartDate": vacancy.starts_on.isoformat() if vacancy.starts_on else None,
        "url": vacancy_address(vacancy.public_id),
        **_remote(vacancy),
    }
    return {name: value for name, value in facts.items() if value not in (None, "", [])}


def description(page: VacancyPage) -> Markup:
    """The whole vacancy in the few tags that search engines keep: p, ul, li. People's words are escaped."""
    parts = [Markup("<p>{}</p>").format(line) for line in page.duties]
    for title, skills in (
        (gettext("Skills that are a must"), page.must_skills),
        (gettext("Skills that are welcome"), page.nice_skills),
    ):
        if skills:
            parts.append(_list(title, skills))
    for section in page.sections:
        parts.append(_list(section.title, [f"{name}{gettext(': ')}{value}" for name, value in section.pairs if value]))
    return Markup("").join(parts)


def _list(title: str, items: list[str]) -> Markup:
    lines = Markup("").join(Markup("<li>{}</li>").format(item) for item in items)
    return Markup("<p>{}</p><ul>{}</ul>").format(escape(title), lines)


def _place(place: VacancyPlace, names: Catalogue, language: str) -> dict[str, Any]:
    city = names.divisions.get(place.city_code)
    province = city.parent if city else None
    street = " ".join(
        part for part in (names.city_label(place.district_code, language), covered(place.address)) if part
    )
    address = {
        "@type": "PostalAddress",
        "streetAddress": street,
        "addressLocality": names.city_label(place.city_code, language),
        "addressRegion": names.city_label(province, language),
        "addressCountry": _COUNTRY,
    }
    return {"@type": "Place", "address": {name: value for name, value in address.items() if value}}


def _pay(vacancy: Vacancy) -> dict[str, Any] | None:
    low, high = vacancy.pay_min_yuan, vacancy.pay_max_yuan
    if low is None and high is None:
        return None
    value: dict[str, Any] = {"@type": "QuantitativeValue", "unitText": pay_unit(vacancy.pay_period)}
    if low is not None and high is not None and low != high:
        value |= {"minValue": low, "maxValue": high}
    else:
        value["value"] = low if low is not None else high
    return {"@type": "MonetaryAmount", "currency": "CNY", "value": value}


def _education(vacancy: Vacancy) -> Any:
    category = education_categories().get(vacancy.education_code or "")
    if category is None or category == "no requirements":
        return category
    return {"@type": "EducationalOccupationalCredential", "credentialCategory": category}


def _experience(vacancy: Vacancy) -> Any:
    months = vacancy.experience_min_months
    if months is None:
        return None
    if months == 0:
        return "no requirements"
    return {"@type": "OccupationalExperienceRequirements", "monthsOfExperience": months}


def _occupation(vacancy: Vacancy, names: Catalogue, language: str) -> dict[str, Any] | None:
    name = names.occupation_label(vacancy.occupation_code, language)
    if not name:
        return None
    return {
        "@type": "CategoryCode",
        "codeValue": vacancy.occupation_code,
        "name": name,
        "inCodeSet": {"@type": "CategoryCodeSet", "name": gettext("National classification of occupations (2022)")},
    }


def _remote(vacancy: Vacancy) -> dict[str, Any]:
    """Only work that is never at the employer's place counts as remote there; a share of it does not."""
    if vacancy.remote_share_percent != _WHOLLY_REMOTE:
        return {}
    country = {"@type": "Country", "name": _COUNTRY}
    return {"jobLocationType": "TELECOMMUTE", "applicantLocationRequirements": country}
