"""Words of the codes of intake."""

from flask_babel import lazy_gettext as _l

from webapp.http.wording import register_errors, register_labels

register_errors(
    {
        "file_empty": _l("The file is empty."),
        "file_unreadable": _l("The file cannot be read. Please save it as CSV (UTF-8) or XLSX and try again."),
        "file_old_excel": _l("Old Excel files (.xls) cannot be read. Please save it as .xlsx."),
        "file_too_large": _l("The file is too large."),
        "file_encoding_unknown": _l("The characters of the file cannot be read. Please save it as UTF-8."),
        "file_too_many_rows": _l("The file has more than %(most)s rows. Please split it."),
        "file_too_many_columns": _l("The file has more than %(most)s columns."),
        "profiles_by_bureaus_only": _l("Files of job seekers are brought by bureaus only."),
        "batch_already_started": _l("This file has already been started."),
        "batch_already_ended": _l("This file has already been taken in or cancelled."),
        "field_chosen_twice": _l("Two columns are set to the same meaning. Please choose one of them."),
        "needed_columns_missing": _l("Some needed columns are not set yet."),
        "cell_empty": _l("is empty"),
        "city_unknown": _l("“%(text)s” is none of the nine cities (%(known)s)"),
        "headcount_vague": _l("“%(text)s” is not a number; please say how many"),
        "headcount_unreadable": _l("“%(text)s” is not a number from 1 to 100,000"),
        "pay_negotiable": _l("pay by negotiation is not accepted; please give a range"),
        "pay_unreadable": _l("“%(text)s” cannot be read as pay"),
        "education_unreadable": _l("“%(text)s” cannot be read as education"),
        "experience_unreadable": _l("“%(text)s” cannot be read as experience"),
        "date_unreadable": _l("“%(text)s” cannot be read as a date"),
        "phone_unreadable": _l("is not a mobile number"),
    }
)
register_labels(
    "batch_state",
    {
        "uploaded": _l("Not started"),
        "queued": _l("Waiting"),
        "running": _l("Running"),
        "done": _l("Done"),
        "cancelled": _l("Cancelled"),
        "failed": _l("Failed"),
    },
)
register_labels("batch_kind", {"vacancy": _l("Vacancies"), "profile": _l("Job seekers")})
register_labels(
    "intake_field",
    {
        "title": _l("Job title"),
        "organisation": _l("Employer"),
        "credit_code": _l("Credit code"),
        "cities": _l("City of work"),
        "address": _l("Address"),
        "pay": _l("Pay"),
        "headcount": _l("How many people"),
        "education": _l("Education"),
        "experience": _l("Experience"),
        "skills": _l("Skills"),
        "nice_skills": _l("Skills that are welcome"),
        "certificates": _l("Certificates"),
        "duties": _l("What the work is"),
        "track": _l("Labour or talent"),
        "valid_through": _l("Last day of the posting"),
        "real_name": _l("Name"),
        "phone": _l("Mobile number"),
        "titles": _l("Work looked for"),
        "city_now": _l("City where the person is"),
        "wanted_cities": _l("Cities wanted"),
        "summary": _l("In a few words"),
        "protected": _l("Not taken in (protected by law)"),
    },
)
