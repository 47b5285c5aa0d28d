"""Words for whoever came second: who did what to this candidate a moment ago."""

from flask_babel import gettext

from webapp.core.errors import Conflict
from webapp.http.wording import error_text, label


def stale_text(error: Conflict) -> str:
    """The text of a conflict, with the name of the colleague and the step where they are known."""
    event, who, side = (str(error.facts.get(key, "")) for key in ("event", "who", "side"))
    if error.code != "candidate_changed_meanwhile" or not event:
        return error_text(error)
    name = who or (gettext("The applicant") if side == "seeker" else gettext("Somebody"))
    return gettext(
        "%(name)s was faster: \u201c%(event)s\u201d. Nothing was changed by you; please look again.",
        name=name,
        event=label("introduction_event", event),
    )
