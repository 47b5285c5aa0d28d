"""Words of the codes of accounts."""

from flask_babel import lazy_gettext as _l

from webapp.http.wording import register_errors, register_labels

register_errors(
    {
        "address_unusable": _l("Please enter an e-mail address or a mainland mobile number."),
        "address_taken": _l("There is already an account with this address. You can sign in or set a new password."),
        "email_needed": _l("An invitation needs an e-mail address."),
        "password_length": _l("Please choose a password of at least %(least)s characters."),
        "password_guessable": _l("This password is easy to guess. A few unrelated words make a good one."),
        "password_wrong": _l("This is not your current password."),
        "link_used_up": _l("This link has been used or is too old. Please ask for a new one."),
        "role_not_open": _l("This kind of account is made by an administrator."),
        "role_not_staff": _l("Please choose a staff role."),
        "staff_needs_city": _l("Officers and inspectors need a city."),
        "not_owner": _l("Only the owner of the organisation's account invites colleagues."),
        "not_own_account": _l("You cannot close your own account here."),
        "not_invited": _l("This person has no open invitation."),
        "consent_missing": _l("We need your agreement, otherwise we may not keep your data."),
        "terms_end_with_account": _l(
            "Without this agreement there is no account. To take it back, close your account."
        ),
        "sign_in_needed": _l("Please sign in first."),
    }
)
register_labels(
    "consent_purpose",
    {
        "terms": _l("Use of this service"),
        "contact": _l("Name and number shown to one employer"),
        "publish": _l("Profile shown without a name"),
    },
)
register_labels(
    "audit_action",
    {
        "account.registered": _l("registered"),
        "account.password_set": _l("set a new password"),
        "account.invited": _l("invited a person"),
        "account.invited_again": _l("sent an invitation again"),
        "account.member_removed": _l("removed a member"),
        "account.closed_by_owner": _l("closed own account"),
        "consent.withdrawn": _l("took back an agreement"),
        "account.closed": _l("closed an account"),
        "account.opened": _l("opened an account again"),
        "account.changed": _l("changed own details"),
        "organisation.saved": _l("saved an organisation"),
        "organisation.submitted": _l("asked for verification"),
        "organisation.verified": _l("verified an organisation"),
        "organisation.refused": _l("refused an organisation"),
        "organisation.imported": _l("added an organisation from a file"),
        "vacancy.saved": _l("saved a vacancy"),
        "vacancy.submitted": _l("sent a vacancy to the bureau"),
        "vacancy.published": _l("published a vacancy"),
        "vacancy.returned": _l("returned a vacancy"),
        "vacancy.pause": _l("paused a vacancy"),
        "vacancy.resume": _l("showed a vacancy again"),
        "vacancy.fill": _l("marked a vacancy as filled"),
        "vacancy.withdraw": _l("withdrew a vacancy"),
        "profile.saved": _l("saved a profile"),
        "profile.submitted": _l("sent a profile to the bureau"),
        "profile.published": _l("published a profile"),
        "profile.returned": _l("returned a profile"),
        "profile.pause": _l("paused a profile"),
        "profile.resume": _l("showed a profile again"),
        "profile.fill": _l("marked a profile as filled"),
        "profile.withdraw": _l("withdrew a profile"),
        "batch.started": _l("started a file import"),
        "batch.cancelled": _l("cancelled a file import"),
        "run.started": _l("started a match run"),
        "run.cancelled": _l("cancelled a match run"),
        "run.exported": _l("exported a match run"),
        "plan.drafted": _l("started a draft of a match plan"),
        "plan.changed": _l("changed a draft of a match plan"),
        "plan.previewed": _l("previewed a draft of a match plan"),
        "plan.adopted": _l("put a match plan in force"),
        "plan.retired": _l("took a match plan out of force"),
        "plan.discarded": _l("discarded a draft of a match plan"),
        "pair.recommended": _l("recommended a pair"),
        "pair.dismissed": _l("dismissed a pair"),
        "introduction.applied": _l("applied"),
        "introduction.invited": _l("invited a talent"),
        "introduction.accepted": _l("accepted an invitation"),
        "introduction.declined": _l("declined an invitation"),
        "introduction.rejected": _l("turned down a candidate"),
        "introduction.withdrawn": _l("withdrew an application"),
        "introduction.hired": _l("recorded a hire"),
    },
)
register_labels(
    "audit_subject",
    {
        "account": _l("Account"),
        "consent": _l("Agreement"),
        "organisation": _l("Organisation"),
        "vacancy": _l("Vacancy"),
        "profile": _l("Profile"),
        "batch": _l("File import"),
        "run": _l("Match run"),
        "plan": _l("Match plan"),
        "pair": _l("Pair"),
        "introduction": _l("Introduction"),
    },
)
