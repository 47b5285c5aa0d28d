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
        "candidate_changed_meanwhile": _l(
            "Somebody changed this candidate a moment ago. Nothing was changed by you; please look again."
        ),
        "decline_reason_missing": _l("Please choose a reason. The person will read it."),
        "contact_in_words": _l(
            "Please leave out phone numbers, e-mail addresses and chat accounts: the person has not opened the contact."
        ),
        "introduction_ended": _l("This introduction has ended; no more messages can be written."),
        "placeholder_unknown": _l(
            "{%(name)s} is not known. You may use {vacancy}, {organisation}, {place} and {time}."
        ),
        "placeholder_empty": _l("{%(name)s} has no value for this person: no interview is agreed yet."),
        "brace_alone": _l("A brace stands alone. Places to fill in are written like {vacancy}."),
        "nobody_chosen": _l("Please tick at least one candidate."),
        "too_many_templates": _l("You have %(most)s templates. Please delete one first."),
        "interview_place_missing": _l("Please say where the interview takes place."),
        "interview_link_missing": _l("Please give a link that begins with https://."),
        "slots_missing": _l("Please offer at least one time."),
        "slots_twice": _l("The same time stands here twice."),
        "slot_too_soon": _l("Each time must be at least an hour from now."),
        "slot_too_late": _l("Each time must lie within %(days)s days."),
        "slot_without_day": _l("This time has no day."),
        "slot_without_time": _l("This day has no time."),
        "slot_missing": _l("This time is no longer offered. Please choose again."),
        "slot_past": _l("This time has passed. Please choose another one."),
        "time_clashes": _l(
            "You have another interview at this time. Choose another one, or tick that you want it anyway."
        ),
        "interviews_clash": _l(
            "Another interview of yours is at one of these times. Change it, or tick to offer anyway."
        ),
        "wish_missing": _l("Please say when you could."),
        "interview_already_offered": _l("Times are offered already. Please change those instead."),
        "interview_over": _l("This interview is over or was cancelled."),
        "interview_changed_meanwhile": _l("The interview was changed a moment ago. Please look at it again."),
        "offer_pay_unlikely": _l("Please enter the pay as a number above zero; it looks too low or too high."),
        "offer_start_unlikely": _l("The first day must be from today on, within %(days)s days."),
        "offer_validity_unlikely": _l("The offer must stand until today or later, for %(days)s days at most."),
        "offer_valid_after_start": _l("The offer must end before the first day of work."),
        "offer_not_open": _l("This offer is no longer open."),
        "offer_lapsed": _l("The time to answer this offer is over. You may write to the employer."),
        "start_in_future": _l("A start can be confirmed from its day on."),
        "start_before_meeting": _l("This day lies before you two met here."),
    }
)
register_labels(
    "introduction_state",
    {
        "applied": _l("Applied"),
        "invited": _l("Invited"),
        "accepted": _l("Invitation accepted"),
        "shortlisted": _l("On the shortlist"),
        "interview": _l("Interview"),
        "offered": _l("Offer made"),
        "hired": _l("Start agreed"),
        "started": _l("Started work"),
        "declined": _l("Declined by the person"),
        "rejected": _l("Turned down"),
        "withdrawn": _l("Withdrawn"),
        "not_chosen": _l("Not chosen, vacancy closed"),
    },
)
register_labels(
    "introduction_stage",
    {
        "new": _l("New"),
        "shortlisted": _l("Shortlist"),
        "interview": _l("Interviews"),
        "offer": _l("Offers"),
        "started": _l("Started work"),
        "declined": _l("Ended"),
    },
)
register_labels(
    "introduction_step",
    {
        "accept": _l("Accept and show my name and number"),
        "decline": _l("Decline"),
        "withdraw": _l("Withdraw"),
        "shortlist": _l("Put on the shortlist"),
        "interview": _l("Interview agreed elsewhere"),
        "back": _l("Move one stage back"),
        "hire": _l("Start agreed elsewhere"),
    },
)
register_labels(
    "introduction_event",
    {
        "applied": _l("Application sent"),
        "invited": _l("Invitation sent"),
        "accepted": _l("Invitation accepted"),
        "shortlisted": _l("Put on the shortlist"),
        "interview": _l("Moved to interviews"),
        "moved_back": _l("Moved one stage back"),
        "interview_offered": _l("Times for an interview offered"),
        "interview_changed": _l("Interview changed"),
        "time_chosen": _l("Time chosen"),
        "no_time_fits": _l("No time fits"),
        "interview_cancelled": _l("Interview cancelled"),
        "offered": _l("Offer made"),
        "offer_withdrawn": _l("Offer taken back"),
        "offer_accepted": _l("Offer accepted"),
        "offer_declined": _l("Offer declined"),
        "hired": _l("Start agreed"),
        "start_confirmed": _l("Start confirmed"),
        "started": _l("Start recorded"),
        "declined": _l("Declined by the person"),
        "rejected": _l("Turned down"),
        "withdrawn": _l("Withdrawn"),
        "not_chosen": _l("Vacancy closed, not chosen"),
        "message": _l("Message written"),
        "contact_closed": _l("Name and number closed"),
    },
)
# Sentences that both sides read: the employer chooses one, the seeker is told it.
register_labels(
    "decline_reason",
    {
        "others_fit_better": _l("Other applicants fit the requirements better."),
        "skills_missing": _l("Skills that the work needs are missing."),
        "experience_short": _l("The work needs more experience."),
        "certificate_missing": _l("A certificate that the work needs is missing."),
        "education_short": _l("The stated education is not reached."),
        "pay_apart": _l("The wishes about pay are too far apart."),
        "start_apart": _l("The possible first day does not fit."),
        "hours_apart": _l("The working hours do not fit."),
        "place_apart": _l("The place of work does not fit."),
        "did_not_come": _l("The person did not come to the agreed interview or first day."),
        "not_reached": _l("We could not reach the person several times."),
        "places_filled": _l("All places are filled."),
        "post_dropped": _l("The vacancy is no longer filled at all."),
    },
)
register_labels(
    "interview_mode",
    {"place": _l("At a place"), "online": _l("Video interview"), "phone": _l("By phone")},
)
register_labels(
    "interview_state",
    {
        "offered": _l("Waits for a choice"),
        "chosen": _l("Agreed"),
        "none_fits": _l("No time fits"),
        "cancelled": _l("Cancelled"),
        "over": _l("Over"),
    },
)
register_labels(
    "offer_state",
    {
        "open": _l("Waits for an answer"),
        "accepted": _l("Accepted"),
        "declined": _l("Declined"),
        "withdrawn": _l("Taken back"),
        "lapsed": _l("Not answered in time"),
    },
)
register_labels(
    "start_confirmed_by",
    {
        "both": _l("confirmed by both sides"),
        "seeker": _l("confirmed by the person only"),
        "employer": _l("confirmed by the employer only"),
    },
)
register_labels(
    "template_purpose",
    {
        "interview": _l("Interview"),
        "offer": _l("Offer"),
        "decline": _l("Turning down"),
        "other": _l("Anything else"),
    },
)
register_labels("template_language", {"zh": _l("Chinese"), "en": _l("English")})
register_labels(
    "audit_action",
    {
        "introduction.shortlisted": _l("put a candidate on the shortlist"),
        "introduction.interview": _l("moved a candidate to interviews"),
        "introduction.offered": _l("made an offer"),
        "introduction.started": _l("recorded a start"),
        "introduction.not_chosen": _l("ended an introduction with the vacancy"),
    },
)
