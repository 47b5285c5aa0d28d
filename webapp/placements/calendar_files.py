"""The iCalendar file (RFC 5545, RFC 5546) of an agreed interview.

METHOD is PUBLISH, or CANCEL once the interview is called off or its time is open again. REQUEST would need the
address of every guest, and the two sides do not tell each other their addresses.
"""

from datetime import datetime, timedelta

from icalendar import Calendar, Event, Timezone, TimezoneStandard, vCalAddress, vText

from webapp.core.clock import CHINA
from webapp.placements.models import Interview


def interview_file(
    interview: Interview, *, summary: str, organisation: str, sender: str, url: str, now: datetime
) -> bytes:
    """The newest state of the interview; a calendar that holds an older one replaces it, by UID and SEQUENCE.

    `sender` is the address that the site's letters come from. Raises ValueError where no time was ever agreed.
    """
    if interview.starts_at is None:
        raise ValueError("no time was agreed")
    is_agreed = interview.state == "chosen"
    starts_at = interview.starts_at.astimezone(CHINA)
    event = Event()
    event.add("uid", interview.uid)
    event.add("sequence", interview.sequence)
    event.add("dtstamp", now)
    event.add("last-modified", interview.changed_at)
    event.add("dtstart", starts_at)
    event.add("dtend", starts_at + timedelta(minutes=interview.minutes))
    event.add("summary", summary)
    event.add("status", "CONFIRMED" if is_agreed else "CANCELLED")
    organizer = vCalAddress(f"mailto:{sender}")
    organizer.params["cn"] = vText(organisation)
    event.add("organizer", organizer)
    if interview.place or interview.link:
        event.add("location", interview.place or interview.link)
    event.add("description", "\n".join(part for part in (interview.link, interview.note, url) if part))
    event.add("url", url)
    calendar = Calendar()
    calendar.add("prodid", "-//nine-cities//interviews//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH" if is_agreed else "CANCEL")
    calendar.add_component(_beijing_time())
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _beijing_time() -> Timezone:
    """One rule since 1991: China keeps no summer time, and interviews lie in the future."""
    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", "Asia/Shanghai")
    standard.add("dtstart", datetime(1991, 9, 15, 2, 0))  # noqa: DTZ001 - local by definition
    standard.add("tzoffsetfrom", timedelta(hours=8))
    standard.add("tzoffsetto", timedelta(hours=8))
    standard.add("tzname", "CST")
    zone.add_component(standard)
    return zone
