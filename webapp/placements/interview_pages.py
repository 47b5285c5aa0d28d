"""Pages of interviews: offer times, change, cancel, choose, and the calendar file."""

from flask import flash, make_response, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from webapp.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from webapp.core.permissions import Permission
from webapp.http.access import needs
from webapp.http.form import SUBMITTED_WITH_ERRORS
from webapp.http.session import current_actor
from webapp.http.site import current_site, reading, transaction
from webapp.http.wording import error_text, labels
from webapp.placements import interviews, presenters, queries
from webapp.placements.blueprint import blueprint
from webapp.placements.board_pages import lines_of
from webapp.placements.calendar_files import interview_file
from webapp.placements.forms import ChoiceForm, InterviewForm
from webapp.placements.interviews import SLOTS_MOST
from webapp.placements.models import Interview
from webapp.placements.queries import Row
from webapp.placements.stale import stale_text
from webapp.placements.telling import tell_employer, tell_seeker

Answer = Response | str | tuple[str, int]


@blueprint.route("/introductions/<int:introduction_id>/interviews/new", methods=["GET", "POST"])
@needs(Permission.CANDIDATE_ANSWER)
def offer_times(introduction_id: int) -> Answer:
    actor, site, form = current_actor(), current_site(), _interview_form()
    with reading() as session:
        row = queries.introduction_for(session, actor, introduction_id)
    _employers_only(row)
    if not form.is_submitted():
        form.version.data, form.mode.data = str(row[0].version), "place"
        form.place.data = row[1].places[0].address if row[1].places else ""
    if form.validate_on_submit():
        try:
            with transaction() as session:
                interviews.offer_times(
                    session,
                    actor,
                    introduction_id,
                    form.to_draft(),
                    version=form.seen_version,
                    accepts_clash=form.accepts_clash.data,
                    clock=site.clock,
                )
                tell_seeker(session, introduction_id, "interview_offered")
            flash(gettext("The times are offered. You are told as soon as one is chosen."), "success")
            return _to_introduction(introduction_id)
        except RuleBroken as error:
            form.attach(error)
        except Conflict as error:
            form.form_errors.append(stale_text(error))
            form.version.data = str(row[0].version)
    return _interview_page(form, row, None)


@blueprint.route("/interviews/<int:interview_id>/change", methods=["GET", "POST"])
@needs(Permission.CANDIDATE_ANSWER)
def change_times(interview_id: int) -> Answer:
    actor, site, form = current_actor(), current_site(), _interview_form()
    interview, row = _read(interview_id)
    _employers_only(row)
    if not form.is_submitted():
        _show(form, interview)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                interviews.change_times(
                    session,
                    actor,
                    interview_id,
                    form.to_draft(),
                    version=form.seen_version,
                    accepts_clash=form.accepts_clash.data,
                    clock=site.clock,
                )
                tell_seeker(session, row[0].id, "interview_changed")
            flash(gettext("The interview is changed and the person is told."), "success")
            return _to_introduction(row[0].id)
        except RuleBroken as error:
            form.attach(error)
        except Conflict as error:
            form.form_errors.append(error_text(error))
            form.version.data = str(interview.version)
    return _interview_page(form, row, interview)


def _show(form: InterviewForm, interview: Interview) -> None:
    form.version.data, form.mode.data = str(interview.version), interview.mode
    form.place.data, form.link.data, form.note.data = interview.place, interview.link, interview.note
    form.minutes.data = interview.minutes
    now = current_site().clock.now()
    form.show_slots([slot.starts_at for slot in interview.slots if slot.starts_at > now])


def _interview_form() -> InterviewForm:
    form = InterviewForm()
    form.mode.choices = labels("interview_mode")
    return form


def _interview_page(form: InterviewForm, row: Row, interview: Interview | None) -> Answer:
    with reading() as session:
        line = lines_of(session, [row])[0]
    now = current_site().clock.now()
    text = render_template(
        "placements/offer_times.html",
        form=form,
        line=line,
        slots=[(form[f"day_{number}"], form[f"time_{number}"]) for number in range(SLOTS_MOST)],
        interview=presenters.interview_view(interview, now) if interview else None,
    )
    return text, SUBMITTED_WITH_ERRORS if form.is_submitted() else 200


def _read(interview_id: int) -> tuple[Interview, Row]:
    """An interview that the actor is a side of."""
    with reading() as session:
        interview = session.get(Interview, interview_id) if interview_id < 2**31 else None
        if interview is None:
            raise NotFound("not_found")
        return interview, queries.introduction_for(session, current_actor(), interview.introduction_id)


def _employers_only(row: Row) -> None:
    if not queries.is_employer(current_actor(), row[1]):
        raise NotAllowed("not_your_step")


def _to_introduction(introduction_id: int) -> Response:
    return redirect(url_for(".show_introduction", introduction_id=introduction_id), 303)


@blueprint.post("/interviews/<int:interview_id>/cancellation")
@needs(Permission.CANDIDATE_ANSWER)
def cancel_interview(interview_id: int) -> Answer:
    with transaction() as session:
        interview = interviews.cancel_interview(
            session, current_actor(), interview_id, version=None, clock=current_site().clock
        )
        introduction_id = interview.introduction_id
        tell_seeker(session, introduction_id, "interview_cancelled")
    flash(gettext("The interview is cancelled and the person is told."), "success")
    return _to_introduction(introduction_id)


@blueprint.route("/interviews/<int:interview_id>/choice", methods=["GET", "POST"])
@needs(Permission.PROFILE_OWN)
def choose_time(interview_id: int) -> Answer:
    """The seeker picks a time, or says that none fits and when they could."""
    site, form = current_site(), ChoiceForm()
    interview, row = _read(interview_id)
    view = presenters.interview_view(interview, site.clock.now())
    form.slot.choices = [
        *[(str(slot.id), slot.label) for slot in view.slots if not slot.is_past],
        (ChoiceForm.NONE, gettext("None of these times fits me")),
    ]
    if not form.is_submitted():
        form.version.data = str(interview.version)
        chosen = [slot.id for slot in interview.slots if slot.starts_at == interview.starts_at]
        form.slot.data = str(chosen[0]) if chosen and interview.state == "chosen" else None
    if form.validate_on_submit():
        try:
            _answer_times(interview_id, row[0].id, form)
            flash(gettext("Thank you. The employer is told."), "success")
            return _to_introduction(row[0].id)
        except RuleBroken as error:
            form.attach(error)
        except Conflict as error:
            form.form_errors.append(error_text(error))
            form.version.data = str(interview.version)
    with reading() as session:
        clashes = [
            slot.label
            for slot, held in zip(view.slots, interview.slots, strict=True)
            if interviews.clashes_of_seeker(session, row[3], held.starts_at, interview.minutes, interview.id)
        ]
    text = render_template(
        "placements/choose_time.html", form=form, view=view, clashes=clashes, introduction_id=row[0].id, row=row
    )
    return text, SUBMITTED_WITH_ERRORS if form.is_submitted() else 200


def _answer_times(interview_id: int, introduction_id: int, form: ChoiceForm) -> None:
    actor, site = current_actor(), current_site()
    with transaction() as session:
        if form.slot.data == ChoiceForm.NONE:
            interviews.refuse_times(
                session, actor, interview_id, form.wish.data or "", version=form.seen_version, clock=site.clock
            )
            tell_employer(session, introduction_id, "no_time_fits")
        else:
            interviews.choose_time(
                session,
                actor,
                interview_id,
                int(form.slot.data),
                version=form.seen_version,
                accepts_clash=form.accepts_clash.data,
                clock=site.clock,
            )
            tell_employer(session, introduction_id, "time_chosen")


@blueprint.get("/interviews/<int:interview_id>/calendar.ics")
@needs(Permission.PROFILE_OWN, Permission.VACANCY_SEE_TALENTS)
def download_calendar(interview_id: int) -> Answer:
    """For both sides; after a change or a cancellation the same address gives the newer file."""
    site = current_site()
    interview, (introduction, vacancy, organisation, _) = _read(interview_id)
    if interview.starts_at is None:
        raise NotFound("not_found")
    employer = vacancy.client_name or organisation.name
    page = url_for(".show_introduction", introduction_id=introduction.id)
    content = interview_file(
        interview,
        summary=gettext("Interview: %(vacancy)s, %(organisation)s", vacancy=vacancy.title, organisation=employer),
        organisation=employer,
        sender=site.settings.mail_from,
        url=site.settings.base_url.rstrip("/") + page,
        now=site.clock.now(),
    )
    response = make_response(content)
    response.mimetype = "text/calendar"
    response.headers["Content-Disposition"] = f'attachment; filename="interview-{interview.id}.ics"'
    return response
