"""Words of the codes of organisations."""

from flask_babel import lazy_gettext as _l

from webapp.http.wording import register_errors, register_labels

register_errors(
    {
        "organisation_name_missing": _l("Give the name as it stands in the business licence."),
        "organisation_name_too_long": _l("The name may have at most 120 characters."),
        "organisation_city_missing": _l("Choose the city of registration."),
        "credit_code_wrong": _l(
            "This is not a unified social credit code: 18 characters, the last one checks the others."
        ),
        "credit_code_taken": _l(
            "An organisation with this credit code is registered already. Ask a colleague there, or the bureau of the "
            "city, to invite you."
        ),
        "district_of_other_city": _l("This district belongs to another city."),
        "address_missing": _l("Give the street and house number."),
        "contact_name_missing": _l("Give the name of a contact person."),
        "contact_phone_missing": _l("Give the contact person's number."),
        "contact_phone_wrong": _l("This is not a telephone number."),
        "licence_number_missing": _l("An agency needs the number of its human resources service licence."),
        "licence_valid_to_missing": _l("Say until when the licence is valid."),
        "licence_over": _l("This licence is over. An agency without a valid licence cannot publish."),
        "refusal_reason_missing": _l("Say why, so that it can be put right."),
        "organisation_changed_meanwhile": _l(
            "Somebody else changed this organisation meanwhile. Your answers are still here: compare them with the "
            "present state, then save again."
        ),
        "organisation_step_not_open": _l("This cannot be decided now. Reload the page to see the present state."),
        "other_organisation": _l("This is another organisation's."),
        "other_city": _l("The bureau of another city is responsible for this."),
        "has_members": _l("This organisation has members already; its owner invites colleagues."),
    }
)
register_labels(
    "organisation_state",
    {
        "unverified": _l("Not sent to the bureau yet"),
        "submitted": _l("Waiting for the bureau"),
        "verified": _l("Verified"),
        "refused": _l("Not verified"),
    },
)
register_labels(
    "organisation_kind", {"employer": _l("Employer"), "agency": _l("Agency"), "bureau": _l("Bureau of a city")}
)
