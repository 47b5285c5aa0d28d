"""Imports every table, so that migrations and tests see one metadata."""

from webapp.accounts import models as accounts
from webapp.audit import models as audit
from webapp.cities import models as cities
from webapp.core import queue
from webapp.core.database import Base
from webapp.intake import models as intake
from webapp.matches import models as matches
from webapp.organisations import models as organisations
from webapp.placements import models as placements
from webapp.plans import models as plans
from webapp.postings import models as postings
from webapp.reference import models as reference
from webapp.reports import models as reports

__all__ = [
    "Base",
    "accounts",
    "audit",
    "cities",
    "intake",
    "matches",
    "organisations",
    "placements",
    "plans",
    "postings",
    "queue",
    "reference",
    "reports",
]
metadata = Base.metadata
