"""Pages of accounts: register, sign in, reset, own account, staff accounts, audit, development mail."""

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response

from webapp.accounts import queries, services
from webapp.accounts.forms import (
    AskResetForm,
    ChangePasswordForm,
    DetailsForm,
    NewPasswordForm,
    RegisterForm,
    SignInForm,
    StaffForm,
)
from webapp.accounts.models import Account
from webapp.audit import queries as audit_queries
from webapp.core import mail
from webapp.core.errors import NotFound, RuleBroken
from webapp.core.permissions import Permission, Role
from webapp.http import navigation
from webapp.http.access import needs, public, signed_in
from webapp.http.form import SUBMITTED_WITH_ERRORS
from webapp.http.locale import COOKIE, language, safe_next
from webapp.http.session import current_actor
from webapp.http.session import sign_in as start_session
from webapp.http.session import sign_out as end_session
from webapp.http.site import current_site, reading, transaction
from webapp.http.wording import label
from webapp.reference.queries import catalogue

blueprint = Blueprint("accounts", __name__)

navigation.add(lazy_gettext("Accounts"), "accounts.list_accounts", Role.ADMINISTRATOR, order=20)
navigation.add(
    lazy_gettext("Audit"),
    "accounts.list_audit_entries",
    Role.ADMINISTRATOR,
    Role.OFFICER,
    Role.INSPECTOR,
    Role.COORDINATOR,
    order=90,
)

Answer = Response | str | tuple[str, int]


def _status(form: object) -> int:
    return SUBMITTED_WITH_ERRORS if getattr(form, "is_submitted", lambda: False)() else 200


def _start(account: Account, *, remember: bool = False) -> None:
    start_session(queries.as_actor(account), account.stamp, remember=remember)


@blueprint.route("/register", methods=["GET", "POST"])
@public
def register() -> Answer:
    form = RegisterForm()
    if request.method == "GET" and request.args.get("role") in {choice[0] for choice in form.role.choices}:
        form.role.data = request.args["role"]
    if form.validate_on_submit():
        site = current_site()
        draft = services.RegistrationDraft(
            Role(form.role.data), form.address.data, form.display_name.data, form.password.data, language()
        )
        try:
            with transaction() as session:
                account = services.register_account(session, draft, vault=site.vault, clock=site.clock)
            _start(account)
            flash(gettext("Welcome. Your account is ready."), "success")
            following = "postings.start_profile" if draft.role is Role.SEEKER else "organisations.edit_organisation"
            return redirect(url_for(following), 303)
        except RuleBroken as error:
            form.attach(error)
    return render_template("accounts/register.html", form=form), _status(form)


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> Answer:
    form = SignInForm()
    following = safe_next(request.args.get("next"))
    if form.validate_on_submit():
        site = current_site()
        with transaction() as session:
            account = services.authenticate(
                session, form.address.data, form.password.data, vault=site.vault, clock=site.clock
            )
        if account is not None:
            _start(account, remember=form.remember.data)
            return redirect(following or url_for("pages.show_dashboard"), 303)
        form.form_errors.append(gettext("The address or the password is not right."))
    return render_template("accounts/sign_in.html", form=form), _status(form)


@blueprint.post("/sign-out")
@public
def sign_out() -> Answer:
    end_session()
    flash(gettext("You are signed out."), "success")
    return redirect(url_for("pages.show_home"), 303)


@blueprint.route("/password-reset", methods=["GET", "POST"])
@public
def ask_password_reset() -> Answer:
    form = AskResetForm()
    if form.validate_on_submit():
        site = current_site()
        with transaction() as session:
            found = services.ask_password_reset(session, form.address.data, vault=site.vault, clock=site.clock)
            if found:
                email, token = found
                link = site.settings.base_url + url_for(".set_password", token=token)
                mail.send(
                    session,
                    to=email,
                    subject=gettext("Set a new password"),
                    body=gettext("Open this link within one hour to set a new password:") + f"\n\n{link}\n",
                )
        return render_template("accounts/password_reset_asked.html")
    return render_template("accounts/ask_password_reset.html", form=form), _status(form)


@blueprint.route("/password/<token>", methods=["GET", "POST"])
@public
def set_password(token: str) -> Answer:
    form, site = NewPasswordForm(), current_site()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                account = services.set_password_by_token(
                    session, token, form.password.data, vault=site.vault, clock=site.clock
                )
            _start(account)
            flash(gettext("Your new password is set."), "success")
            return redirect(url_for("pages.show_dashboard"), 303)
        except RuleBroken as error:
            form.attach(error)
    return render_template("accounts/set_password.html", form=form), _status(form)


@blueprint.route("/account", methods=["GET", "POST"])
@signed_in
def show_account() -> Answer:
    actor, site = current_actor(), current_site()
    form = DetailsForm()
    if form.validate_on_submit():
        with transaction() as session:
            services.change_details(
                session,
                actor,
                display_name=form.display_name.data,
                language=form.language.data,
                clock=site.clock,
            )
        flash(gettext("Saved."), "success")
        response = make_response(redirect(url_for(".show_account"), 303))
        response.set_cookie(COOKIE, form.language.data, max_age=31536000, samesite="Lax", httponly=True)
        return response
    with reading() as session:
        account = session.get_one(Account, actor.account_id)
        consents = queries.consents_of(session, account.id)
        if not form.is_submitted():
            form.display_name.data, form.language.data = account.display_name, account.language
        addresses = [site.vault.open(text) for text in (account.email_sealed, account.phone_sealed) if text]
        city = catalogue(session).city_label(account.city_code, language())
    rows = [(label("consent_purpose", row.purpose), row) for row in consents]
    text = render_template("accounts/show_account.html", form=form, addresses=addresses, consents=rows, city=city)
    return text, _status(form)


@blueprint.route("/account/password", methods=["GET", "POST"])
@signed_in
def change_password() -> Answer:
    form, site = ChangePasswordForm(), current_site()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                account = services.change_password(
                    session,
                    current_actor(),
                    form.current_password.data,
                    form.password.data,
                    vault=site.vault,
                    clock=site.clock,
                )
            _start(account)
            flash(gettext("Your new password is set."), "success")
            return redirect(url_for(".show_account"), 303)
        except RuleBroken as error:
            form.attach(error)
    return render_template("accounts/change_password.html", form=form), _status(form)


@blueprint.get("/accounts")
@needs(Permission.ACCOUNT_MANAGE)
def list_accounts() -> Answer:
    with reading() as session:
        names = catalogue(session)
        page = queries.accounts_page(session, after=request.args.get("after"))
        cities = {row.id: names.city_label(row.city_code, language()) for row in page.items}
    next_url = url_for(".list_accounts", after=page.next_cursor) if page.next_cursor else None
    first_url = url_for(".list_accounts") if request.args.get("after") else None
    return render_template(
        "accounts/list_accounts.html", accounts=page.items, cities=cities, next_url=next_url, first_url=first_url
    )


@blueprint.route("/accounts/new", methods=["GET", "POST"])
@needs(Permission.ACCOUNT_MANAGE)
def invite_staff() -> Answer:
    form, site = StaffForm(), current_site()
    with reading() as session:
        form.prepare(catalogue(session).city_choices(language()))
    if form.validate_on_submit():
        try:
            with transaction() as session:
                email, token = services.invite_staff(
                    session,
                    current_actor(),
                    role=Role(form.role.data),
                    address=form.address.data,
                    display_name=form.display_name.data,
                    city_code=form.city_code.data or None,
                    vault=site.vault,
                    clock=site.clock,
                )
                _mail_invitation(session, email, token)
            flash(gettext("The invitation is on its way."), "success")
            return redirect(url_for(".list_accounts"), 303)
        except RuleBroken as error:
            form.attach(error)
    return render_template("accounts/invite_staff.html", form=form), _status(form)


def _mail_invitation(session: object, email: str, token: str) -> None:
    link = current_site().settings.base_url + url_for("accounts.set_password", token=token)
    body = gettext("You are invited. Open this link within seven days and choose a password:") + f"\n\n{link}\n"
    mail.send(session, to=email, subject=gettext("Your invitation"), body=body)  # type: ignore[arg-type]


@blueprint.post("/accounts/<int:account_id>/activity")
@needs(Permission.ACCOUNT_MANAGE)
def set_account_activity(account_id: int) -> Answer:
    is_active = request.form.get("is_active") == "yes"
    with transaction() as session:
        services.set_active(session, current_actor(), account_id, is_active, clock=current_site().clock)
    flash(gettext("Saved."), "success")
    return redirect(url_for(".list_accounts"), 303)


@blueprint.get("/audit")
@needs(Permission.AUDIT_READ)
def list_audit_entries() -> Answer:
    with reading() as session:
        names = catalogue(session)
        page = audit_queries.entries(session, current_actor(), after=request.args.get("after"))
        rows = [
            (
                entry,
                label("audit_action", entry.action),
                label("audit_subject", entry.subject_kind),
                names.city_label(entry.city_code, language()),
            )
            for entry in page.items
        ]
    next_url = url_for(".list_audit_entries", after=page.next_cursor) if page.next_cursor else None
    first_url = url_for(".list_audit_entries") if request.args.get("after") else None
    return render_template("accounts/list_audit_entries.html", rows=rows, next_url=next_url, first_url=first_url)


@blueprint.get("/development/mail")
@public
def development_mail() -> Answer:
    """What would have been mailed; exists on development installations only."""
    settings = current_site().settings
    if settings.environment != "development":
        raise NotFound("not_found")
    return render_template("accounts/development_mail.html", letters=mail.delivered_files(settings))
