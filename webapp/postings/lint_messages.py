"""Words of what the lint finds: the fault with this posting's own numbers, how to mend it, and the law."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import format_date, format_decimal, gettext
from flask_babel import lazy_gettext as _l

from webapp.core.errors import RuleBroken
from webapp.http.wording import error_text, label, register_errors, register_labels
from webapp.postings.lint.findings import Finding
from webapp.postings.lint.tables import laws
from webapp.reference.catalogue import Catalogue

# By code: what is wrong, and a proposal. A fault that rules.py names has its words in messages.py, which say both.
FINDINGS: dict[str, tuple[Any, Any]] = {
    # -- words
    "sex_limited": (
        _l("“%(words)s” limits or prefers a sex."),
        _l("Leave it out and say what the work asks for, for example “lifts 20 kg” instead of a sex."),
    ),
    "sex_named": (
        _l("“%(words)s” names a sex."),
        _l("Leave it out, or write “open to everybody”."),
    ),
    "marriage_limited": (
        _l("“%(words)s” makes marriage, children or pregnancy a condition."),
        _l("Leave it out; not even asking for it is allowed."),
    ),
    "marriage_named": (
        _l("“%(words)s” speaks of marriage or children."),
        _l("Leave it out, unless it is about a benefit for everybody."),
    ),
    "ethnic_limited": (
        _l("“%(words)s” limits or prefers an ethnic group or a religion."),
        _l("Leave it out. If the work is about a kitchen or a language, name that skill."),
    ),
    "hukou_limited": (
        _l("“%(words)s” limits where people are registered or come from."),
        _l("Leave it out, or write what is needed: “can be at work in the city by 8 a.m.”."),
    ),
    "hukou_named": (
        _l("“%(words)s” names a registered home."),
        _l("Leave it out, or say “open to people from everywhere”."),
    ),
    "dialect_asked": (
        _l("“%(words)s” keeps out people from elsewhere."),
        _l("Ask for it only if the work needs it, and say what for."),
    ),
    "carrier_limited": (
        _l("“%(words)s” keeps out carriers of a disease or asks for a test that is forbidden."),
        _l("Leave it out. A health certificate for food work may be asked for."),
    ),
    "carrier_named": (
        _l("“%(words)s” speaks of carriers of a disease."),
        _l("Leave it out, unless it is what the work is about."),
    ),
    "disabled_limited": (
        _l("“%(words)s” keeps out people with a disability."),
        _l("Leave it out and say what the work asks for, for example “climbs ladders”."),
    ),
    "disabled_named": (
        _l("“%(words)s” may keep out people with a disability."),
        _l("Leave it out and say what the work asks for."),
    ),
    "age_limited": (
        _l("“%(words)s” sets an upper age."),
        _l("Leave it out, or write “18 years or older”. Age is never used here to choose people."),
    ),
    "looks_asked": (
        _l("“%(words)s” asks for looks or signs that say nothing about the work."),
        _l("Leave it out, or name the published rule that asks for it."),
    ),
    "child_labour": (
        _l("“%(words)s” invites children to work; the least age is 16."),
        _l("Write “16 years or older”, or 18 where the work asks for it."),
    ),
    "deposit_asked": (
        _l("“%(words)s” takes money or papers from people for giving them work."),
        _l("Leave it out: clothing, check-up and training are the employer's cost, papers stay with their owner."),
    ),
    "deposit_named": (
        _l("“%(words)s” reads as if money were asked for."),
        _l("If it is about customers' money, say so; otherwise leave it out."),
    ),
    "bait": (
        _l("“%(words)s” promises without a number."),
        _l("Leave it out; the pay range says it."),
    ),
    "fraud_signal": (
        _l("“%(words)s” is often seen in fraud: paid recommendations, training loans, fake orders."),
        _l("Leave it out, or explain it to the bureau."),
    ),
    "insurance_refused": (
        _l("“%(words)s”: social insurance begins within 30 days of the first day of work and cannot be waived."),
        _l("Write “social insurance from the first day of work”."),
    ),
    "overtime_unpaid": (
        _l("“%(words)s”: overtime needs consent and is paid at 150, 200 or 300 percent."),
        _l("Write “overtime by agreement, paid as the law says”."),
    ),
    "overtime_in_base": (
        _l("Overtime pay is inside the stated pay."),
        _l("State the pay for normal hours, and overtime pay beside it."),
    ),
    "unpaid_work": (
        _l("“%(words)s”: work on trial is paid, and being last is no reason to dismiss anybody."),
        _l("Leave it out, or write what is paid during the trial."),
    ),
    # -- fields
    "employer_name_missing": (_l("The employer has no name."), _l("Complete the organisation's page.")),
    "credit_code_wrong": (
        _l("The employer's credit code is wrong: 18 characters, the last of which checks the others."),
        _l("Correct it on the organisation's page."),
    ),
    "client_unnamed": (
        _l("An agency says for whom it looks."),
        _l("Name the client, or confirm that the agency itself is the employer."),
    ),
    "verification_old": (
        _l("The employer was verified on %(verified_on)s, %(most)s months ago or longer."),
        _l("The bureau verifies it again."),
    ),
    "address_no_place": (
        _l("“%(words)s” is no place of work."),
        _l("Enter street and number; choose further cities from the list."),
    ),
    "pay_negotiable_in_text": (
        _l("“%(words)s” contradicts the stated range."),
        _l("Leave it out; the range is what people read."),
    ),
    "pay_range_wide": (
        _l("From %(low)s to %(high)s yuan is %(times)s times as much; more than %(most)s times says little."),
        _l("Narrow it, for example to %(low)s–%(fit)s, or split it into two vacancies."),
    ),
    "hazard_notice_missing": (
        _l("Declared hazards: %(count)s, but nothing is said about protection."),
        _l("Write what is dangerous and how people are protected."),
    ),
    "hazard_not_declared": (
        _l("“%(words)s” names a danger that is not among the declared hazards."),
        _l("Choose the hazards under “Contract and hours”."),
    ),
    "source_missing": (
        _l("A copied posting must say where it is from."),
        _l("Name the source and its address."),
    ),
    "contact_in_text": (
        _l("“%(words)s” is a contact in the text; it is covered on public pages."),
        _l("Leave it out: people apply here, and contacts are opened when both agree."),
    ),
    "hours_differ": (
        _l(
            "“%(words)s” says %(said_hours)s h on %(said_days)s days a week, the fields say %(hours)s h on "
            "%(days)s days."
        ),
        _l("Let both say the same."),
    ),
    # -- numbers
    "overtime_over_cap": (
        _l("%(hours)s h × %(days)s days = %(week)s h a week: %(overtime)s h overtime a month, the cap is %(most)s."),
        _l("With %(days)s days a week at most %(fit)s h a day, or enter the approval of another working-time system."),
    ),
    "overtime_over_cap_by_rest": (
        _l(
            "%(rest)s rest days leave %(worked)s working days: %(hours)s h × %(worked)s = %(month)s h a month, "
            "%(overtime)s h of them overtime; the cap is %(most)s."
        ),
        _l("Give more rest days, or enter the approval of another working-time system."),
    ),
    "overtime_by_rest": (
        _l(
            "%(rest)s rest days leave %(worked)s working days: %(hours)s h × %(worked)s = %(month)s h a month, "
            "%(overtime)s h of them overtime; the cap is %(most)s."
        ),
        _l("Say that overtime is paid, or shorten the day."),
    ),
    "overtime_usual": (
        _l(
            "%(hours)s h × %(days)s days = %(week)s h a week, over the usual %(usual)s: %(overtime)s h overtime a "
            "month, the cap is %(most)s."
        ),
        _l("Say that overtime is paid, or shorten the day."),
    ),
    "overtime_day_over_cap": (
        _l("%(hours)s h a day is %(overtime)s h overtime; more than %(most)s h is never allowed."),
        _l("At most %(fit)s h a day."),
    ),
    "overtime_day_unusual": (
        _l(
            "%(hours)s h a day is %(overtime)s h overtime; usual is at most %(most)s h, for a special reason "
            "%(special)s h."
        ),
        _l("Shorten the day, or confirm the special reason."),
    ),
    "rest_days_few": (
        _l("%(rest)s rest days a month are less than one a week; the least is %(least)s."),
        _l("At least %(least)s rest days a month."),
    ),
    "no_rest_day": (
        _l("%(days)s days a week leave %(rest)s days of rest; the least is one a week."),
        _l("At most %(fit)s days a week."),
    ),
    "hour_below_minimum": (
        _l(
            "%(pay)s yuan ÷ (%(paid)s h + %(factor)s × %(overtime)s h overtime) = %(worth)s yuan an hour; the minimum "
            "of %(place)s is %(least)s."
        ),
        _l("With these hours at least %(fit)s yuan a month."),
    ),
    "pay_below_minimum": (
        _l("%(pay)s yuan %(per)s is below the minimum wage of %(place)s: %(least)s yuan, since %(since)s."),
        _l("At least %(least)s yuan %(per)s."),
    ),
    "pay_below_unverified_minimum": (
        _l(
            "%(pay)s yuan %(per)s is below the minimum wage that we have for %(place)s: %(least)s yuan, since "
            "%(since)s; nobody has checked this rate yet."
        ),
        _l("At least %(least)s yuan %(per)s, or confirm that your rate is right."),
    ),
    "no_rate_known": (
        _l("No verified rate for this place: the pay %(per)s was not compared with the minimum wage of %(place)s."),
        _l("Please make sure yourself."),
    ),
    "rate_old": (
        _l("The minimum wage of %(place)s that we have is old: %(least)s yuan %(per)s, since %(since)s."),
        _l("Please make sure yourself."),
    ),
    "probation_long": (
        _l("%(months)s months of probation on a contract of %(term)s months; the most is %(most)s."),
        _l("At most %(most)s months, or a longer contract."),
    ),
    "probation_long_open": (
        _l("%(months)s months of probation; the most is %(most)s, also on an open-ended contract."),
        _l("At most %(most)s months."),
    ),
    "probation_on_short_term": (
        _l("%(months)s months of probation on a contract of %(term)s months: under three months there is none."),
        _l("Leave the probation out."),
    ),
    "probation_on_task": (
        _l("%(months)s months of probation on a contract for a task: there is none."),
        _l("Leave the probation out."),
    ),
    "probation_pay_low": (
        _l("%(percent)s%% of the pay during probation; the least is %(least)s%%."),
        _l("At least %(least)s%%."),
    ),
    "probation_pay_below_minimum": (
        _l("%(percent)s%% of %(pay)s yuan is %(part)s yuan, below the minimum wage of %(least)s yuan."),
        _l("At least %(fit)s%% of this pay."),
    ),
    "part_time_day_long": (
        _l("%(hours)s h a day; part-time work is at most %(most)s h."),
        _l("At most %(most)s h a day, or full-time employment."),
    ),
    "part_time_week_long": (
        _l("%(hours)s h × %(days)s days = %(week)s h a week; part-time work is at most %(most)s h."),
        _l("Fewer days or shorter ones, or full-time employment."),
    ),
    "part_time_probation": (
        _l("%(months)s months of probation: part-time work has none."),
        _l("Leave the probation out."),
    ),
    "part_time_paid_late": (
        _l("Part-time work is paid at least every %(most)s days; this reads like pay by the month."),
        _l("State the pay by the hour and leave the pay day out, or confirm that it is paid in time."),
    ),
    "insurance_not_paid": (
        _l("Social insurance is not paid, but the post needs it."),
        _l("Choose “Yes”, or another form of employment if it is one."),
    ),
    "dispatch_not_fixed": (
        _l("A dispatch contract is for a fixed term of at least %(least)s months."),
        _l("Choose a fixed term of %(least)s months or more."),
    ),
    "dispatch_term_short": (
        _l("A dispatch contract of %(term)s months; the least is %(least)s."),
        _l("At least %(least)s months."),
    ),
    "dispatch_pay_monthly": (
        _l("Dispatched workers are paid by the month."),
        _l("State the pay by the month, or confirm that it is paid monthly."),
    ),
    "dispatch_temporary": (
        _l("A temporary dispatch post may exist for at most %(most)s months."),
        _l("The bureau asks when the post ends."),
    ),
    "dispatch_auxiliary": (
        _l("An auxiliary dispatch post is settled with the staff congress and made public there."),
        _l("The bureau asks for the record."),
    ),
    "dispatch_substitute": (
        _l("A substitute dispatch post replaces an absent worker for a time."),
        _l("The bureau asks for whom and how long."),
    ),
    "dispatch_insured_elsewhere": (
        _l(
            "The agency is in %(agency_place)s, the work in %(place)s: social insurance is paid in %(place)s, by its "
            "rules."
        ),
        _l("Confirm that it is."),
    ),
    "dispatch_by_employer": (
        _l("Labour dispatch is stated by an employer that is no agency."),
        _l("The bureau looks at the dispatch licence."),
    ),
    "minors_and_hazards": (
        _l("“%(words)s” on a post with declared hazards; these are closed to people under %(least)s."),
        _l("Write “%(least)s years or older”."),
    ),
    # -- signs of fraud
    "pay_far_above": (
        _l(
            "%(pay)s yuan a month is %(times)s times what nine of ten of %(vacancies)s vacancies of this occupation "
            "pay (%(high)s; the middle is %(median)s)."
        ),
        _l("Check pay, period and occupation."),
    ),
    "many_cities": (
        _l("One post in %(cities)s cities for %(headcount)s people."),
        _l("Post one vacancy a city, or explain it to the bureau."),
    ),
}
register_errors({code: words for code, (words, _) in FINDINGS.items()})
register_errors(
    {
        "confirmation_missing": _l("Please mend or confirm what is marked: %(count)s."),
        "source_missing": FINDINGS["source_missing"][0],
    }
)
register_labels(
    "lint_severity",
    {
        "block": _l("Must be mended"),
        "warn": _l("Please check"),
        "flag": _l("The bureau will look at this"),
        "note": _l("Could not be checked"),
    },
)
register_labels("lint_per", {"hour": _l("each hour"), "month": _l("each month")})
_PLACES = {"city_code": "place", "agency_city_code": "agency_place"}


def _said(values: Mapping[str, Any], names: Catalogue, language: str) -> dict[str, str]:
    """The values as a reader's language writes them."""
    texts = {}
    for name, value in values.items():
        if name in _PLACES:
            texts[_PLACES[name]] = names.city_label(str(value), language)
        elif name in ("since", "verified_on"):
            texts[name] = format_date(date.fromisoformat(str(value)), "medium")
        elif name == "per":
            texts[name] = label("lint_per", str(value))
        elif isinstance(value, str):
            texts[name] = value if len(value) <= _WORDS_MOST else value[:_WORDS_MOST] + "\u2026"
        else:
            texts[name] = format_decimal(value)
    return texts


_WORDS_MOST = 40


def fault_text(code: str, values: Mapping[str, Any], names: Catalogue, language: str) -> str:
    """What is wrong, with its numbers."""
    if code not in FINDINGS:
        return error_text(RuleBroken(code, facts=values))
    return str(FINDINGS[code][0]) % _said(values, names, language)


def mend_text(finding: Finding, names: Catalogue, language: str) -> str:
    """The proposal; empty where the fault's own words ask for what is missing."""
    if finding.code not in FINDINGS:
        return ""
    return str(FINDINGS[finding.code][1]) % _said(finding.values, names, language)


def law_texts(finding: Finding, language: str) -> list[str]:
    """The citations, each with whether its wording has been read."""
    texts = []
    for law in (laws()[name] for name in finding.laws):
        name = law.name_en if language == "en" else law.name_zh
        said = gettext("%(law)s, Article %(article)s", law=name, article=law.article) if law.article else name
        texts.append(said if law.verified_on else said + gettext(" (not verified)"))
    return texts
