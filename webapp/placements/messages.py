"""Words of the codes of introductions."""

from flask_babel import lazy_gettext as _l

from webapp.http.wording import register_errors, register_labels

register_errors(
    {
        "vacancy_not_open": _l("This vacancy is not open any more."),
        "profile_not_open": _l("This profile is not shown at the moment."),
        "already_ended": _l("You two were introduced before and that has ended."),
        "already_started": _l("The other side started this at the same moment. Please look at your list."),
        "not_your_step": _l("This step is for the other side to take."),
    }
)
register_labels(
    "introduction_state",
    {
        "applied": _l("Applied"),
        "invited": _l("Invited"),
        "accepted": _l("Invitation accepted"),
        "declined": _l("Invitation declined"),
        "rejected": _l("Turned down"),
        "withdrawn": _l("Withdrawn"),
        "hired": _l("Hired"),
    },
)
register_labels(
    "introduction_step",
    {
        "accept": _l("Accept and show my name and number"),
        "decline": _l("Decline"),
        "withdraw": _l("Withdraw"),
        "reject": _l("Turn down"),
        "hire": _l("Record as hired"),
    },
)
