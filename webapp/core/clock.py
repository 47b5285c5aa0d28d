"""Time comes in through a Clock, so that a test can move it. Instants are UTC; dates are those of China."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")


class Clock:
    """The real time."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def today(self) -> date:
        """The calendar day in China: what a date on a posting means."""
        return self.now().astimezone(CHINA).date()


class FixedClock(Clock):
    """A clock that stands still until it is moved."""

    def __init__(self, instant: datetime) -> None:
        self._instant = instant.astimezone(UTC)

    def now(self) -> datetime:
        return self._instant

    def advance(self, delta: timedelta) -> None:
        self._instant += delta


def end_of_day(day: date) -> datetime:
    """The instant at which a posting valid through `day` is over: midnight in China, in UTC."""
    following = datetime.combine(day + timedelta(days=1), datetime.min.time(), tzinfo=CHINA)
    return following.astimezone(UTC)
