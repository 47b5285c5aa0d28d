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
        "credit_code_length": _l("A unified social credit code has 18 characters; here are %(length)s."),
        "credit_code_authority": _l(
            "Look at characters 1 and 2 (registering authority and kind): one of them does not occur in credit codes."
        ),
        "credit_code_division": _l("Look at characters 3 to 8 (the division): they are digits only."),
        "credit_code_body": _l(
            "The check does not come out. Compare characters 9 to 17 (the organisation's own number) with the licence; "
            "0 and O, 1 and I, 2 and Z are easily mixed up."
        ),
        "credit_code_ends": _l(
            "The check does not come out. Characters 9 to 17 fit together; compare characters 1 to 8 and the last one "
            "with the licence."
        ),
        "credit_code_somewhere": _l(
            "The check does not come out. Compare all groups with the licence: characters 1 and 2, 3 to 8, 9 to 17, "
            "and the last one."
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
        "licence_number_missing": _l("Give the number of the licence. An agency cannot do without one."),
        "licence_issuer_missing": _l("Say which authority issued the licence."),
        "licence_valid_from_missing": _l("Say from when the licence is valid."),
        "licence_out_of_order": _l("The licence cannot end before it begins."),
        "licence_valid_to_missing": _l("Say until when the licence is valid."),
        "licence_over": _l("This licence is over. Without a valid licence nothing can be published."),
        "refusal_reason_missing": _l("Say why, so that it can be put right."),
        "question_missing": _l("Say what you need, so that it can be sent."),
        "organisation_incomplete": _l("Complete the description of your organisation first: credit code and address."),
        "business_licence_file_missing": _l("Add the business licence as a file."),
        "service_licence_file_missing": _l("Add the human resources service licence as a file."),
        "dispatch_licence_file_missing": _l("Add the labour dispatch licence as a file."),
        "evidence_empty": _l("This file is empty."),
        "evidence_too_large": _l("This file is larger than %(most)s MiB."),
        "evidence_kind_unknown": _l(
            "This is no PDF, PNG or JPEG file, whatever its name says. Please choose another one."
        ),
        "evidence_too_many": _l("There are %(most)s files already. Remove one that you have not sent."),
        "evidence_purpose_missing": _l("Say what the file is."),
        "evidence_was_sent": _l("The bureau was shown this file; it stays with the verification."),
        "verification_overdue": _l(
            "The bureau had to verify your organisation again by %(day)s. Confirm your facts under Organisation, "
            "Verification; you can publish again when the bureau has verified them."
        ),
        "licence_not_valid": _l(
            "The agency's human resources service licence is missing or has ended. Enter the renewed one under "
            "Organisation."
        ),
        "dispatch_licence_not_valid": _l(
            "Labour dispatch needs a valid labour dispatch licence. Enter it under Organisation."
        ),
        "member_role_missing": _l("Please choose a role."),
        "invitations_too_many": _l("There are %(most)s open invitations already. Take one back first."),
        "last_owner_stays": _l("An organisation needs an owner. Make a colleague owner first."),
        "not_owner": _l("Only owners of the organisation's account may do this."),
        "join_link_used_up": _l("This invitation was used, taken back, or is too old. Please ask for a new one."),
        "join_needs_employer_account": _l(
            "You are signed in with an account that cannot act for an organisation. Sign out and register another one."
        ),
        "join_is_member_already": _l("Your account belongs to an organisation already. Leave it first."),
        "clients_of_agencies_only": _l("Only agencies act for clients."),
        "client_name_missing": _l("Give the client's name as it stands in its business licence."),
        "client_taken": _l("This client is in your register already."),
        "client_is_agency": _l("This is your own credit code."),
        "client_changed_meanwhile": _l(
            "A colleague changed this client meanwhile. Your answers are still here: compare them, then save again."
        ),
        "client_unknown": _l(
            "Choose the client from your register. One that is not in it has to be added there first."
        ),
        "client_not_authorised": _l(
            "Your authorisation by %(name)s is valid from %(first)s to %(last)s only. Renew it in your register of "
            "clients."
        ),
        "authorised_from_missing": _l("Say from when you may act for this client."),
        "authorised_to_missing": _l("Say until when you may act for this client."),
        "authorised_out_of_order": _l("The authorisation cannot end before it begins."),
        "authorisation_file_missing": _l("Add the client's authorisation as a file."),
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
register_labels(
    "organisation_review", {"waiting": _l("Waiting for the bureau"), "more_asked": _l("The bureau asks for more")}
)
register_labels(
    "organisation_list",
    {
        "waiting": _l("Waiting"),
        "more_asked": _l("Asked for more"),
        "overdue": _l("Overdue"),
        "verified": _l("Verified"),
        "refused": _l("Not verified"),
        "unverified": _l("Not sent to the bureau yet"),
    },
)
register_labels(
    "verification_step",
    {
        "sent": _l("Sent to the bureau"),
        "changed": _l("Verified facts were changed"),
        "answered": _l("The organisation answered"),
        "more_asked": _l("The bureau asked for more"),
        "verified": _l("The bureau verified the organisation"),
        "refused": _l("The bureau did not verify the organisation"),
    },
)
register_labels(
    "evidence_kind",
    {
        "business_licence": _l("Business licence"),
        "service_licence": _l("Human resources service licence"),
        "dispatch_licence": _l("Labour dispatch licence"),
        "authorisation": _l("Authorisation by a client"),
        "other": _l("Something else"),
    },
)
register_labels(
    "licence_kind",
    {"licence": _l("Human resources service licence"), "dispatch_licence": _l("Labour dispatch licence")},
)
register_labels(
    "deadline_subject",
    {
        "verification": _l("The verification of your organisation"),
        "licence": _l("Your human resources service licence"),
        "dispatch_licence": _l("Your labour dispatch licence"),
    },
)
register_labels(
    "verified_fact",
    {
        "name": _l("Name"),
        "credit_code": _l("Unified social credit code"),
        "city_code": _l("City of registration"),
        "licence_number": _l("Human resources service licence number"),
        "licence_issuer": _l("Issued by"),
        "licence_valid_from": _l("Licence valid from"),
        "licence_valid_to": _l("Licence valid until"),
        "dispatch_licence_number": _l("Labour dispatch licence number"),
        "dispatch_licence_issuer": _l("Dispatch licence issued by"),
        "dispatch_licence_valid_from": _l("Dispatch licence valid from"),
        "dispatch_licence_valid_to": _l("Dispatch licence valid until"),
    },
)
register_labels("member_role", {"owner": _l("Owner"), "recruiter": _l("Recruiter"), "reader": _l("Reader")})
register_labels(
    "member_role_with_rights",
    {
        "owner": _l("Owner: everything, and who belongs to the organisation"),
        "recruiter": _l("Recruiter: writes vacancies and answers candidates"),
        "reader": _l("Reader: reads, changes nothing"),
    },
)
register_labels(
    "join_refused",
    {
        "join_needs_employer_account": _l(
            "You are signed in with an account that cannot act for an organisation. Sign out and register another one."
        ),
        "join_is_member_already": _l("Your account belongs to an organisation already. Leave it first."),
    },
)
register_labels(
    "audit_action",
    {
        "organisation.more_asked": _l("asked an organisation for more"),
        "evidence.added": _l("added a file of evidence"),
        "evidence.removed": _l("removed a file of evidence"),
        "evidence.read": _l("opened a file of evidence"),
        "member.invited": _l("invited a colleague"),
        "member.invitation_revoked": _l("took an invitation back"),
        "member.joined": _l("joined an organisation"),
        "member.role_changed": _l("changed a member's role"),
        "member.left": _l("left an organisation"),
        "client.added": _l("added a client"),
        "client.changed": _l("changed a client"),
        "client.ended": _l("ended an authorisation"),
        "vacancy.lapsed": _l("paused because the organisation was not verified again"),
    },
)
register_labels(
    "audit_subject",
    {
        "evidence": _l("File of evidence"),
        "member_invitation": _l("Invitation of a member"),
        "client": _l("Client of an agency"),
    },
)
