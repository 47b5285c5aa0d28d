"""The employer's card on pages that seekers read: how many applications are answered, how soon, verified since when."""

from datetime import datetime

from flask import render_template
from flask_babel import format_date, format_decimal

from webapp.core.clock import CHINA
from webapp.http import panels
from webapp.http.site import current_site, reading
from webapp.placements.employer_records import FEW, EmployerRecord, employer_record

PLACE = "employer_card"


def render_card(*, organisation_id: int, **_: object) -> str:
    """A panel of real numbers; below five applications it says that there are too few to say."""
    with reading() as session:
        record = employer_record(session, organisation_id, current_site().clock.now())
    return render_template(
        "placements/employer_card.html",
        record=record,
        few=FEW,
        median_label=_days(record),
        verified_label=_day(record.verified_at),
    )


def _days(record: EmployerRecord) -> str:
    return "" if record.median_days is None else format_decimal(record.median_days)


def _day(instant: datetime | None) -> str:
    return "" if instant is None else format_date(instant.astimezone(CHINA).date(), "long")


panels.add(PLACE, render_card)
