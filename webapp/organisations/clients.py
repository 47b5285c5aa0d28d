"""The clients of an agency: for whom it may act, from when to when, with the authorisation as a file."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from webapp.audit.services import note
from webapp.core.actor import Actor, ensure
from webapp.core.clock import Clock
from webapp.core.errors import Conflict, NotAllowed, RuleBroken, RulesBroken
from webapp.organisations import policy, queries
from webapp.organisations.evidence import Place, check_file, keep_file
from webapp.organisations.models import AgencyClient, Organisation
from webapp.organisations.rules import AUTHORISATION, NAME_LENGTH_MAX, credit_code_broken


@dataclass(frozen=True)
class ClientDraft:
    """What an agency says of a client."""

    name: str
    credit_code: str
    authorised_from: date | None
    authorised_to: date | None


def check_client(draft: ClientDraft) -> None:
    """Raises RulesBroken with everything that is wrong."""
    broken = []
    if not draft.name or len(draft.name) > NAME_LENGTH_MAX:
        broken.append(RuleBroken("client_name_missing", field="name"))
    broken += credit_code_broken(draft.credit_code)
    if draft.authorised_from is None:
        broken.append(RuleBroken("authorised_from_missing", field="authorised_from"))
    if draft.authorised_to is None:
        broken.append(RuleBroken("authorised_to_missing", field="authorised_to"))
    elif draft.authorised_from is not None and draft.authorised_from > draft.authorised_to:
        broken.append(RuleBroken("authorised_out_of_order", field="authorised_to"))
    if broken:
        raise RulesBroken(broken)


def is_authorised(client: AgencyClient, today: date) -> bool:
    return client.authorised_from <= today <= client.authorised_to


def save_client(
    session: Session,
    actor: Actor,
    draft: ClientDraft,
    *,
    file: bytes | None,
    place: Place,
    clock: Clock,
    client_id: int | None = None,
    version: int | None = None,
) -> AgencyClient:
    """Add a client, or change one. A new one needs the file of its authorisation; a later file replaces it."""
    organisation = _own_agency(session, actor)
    client = queries.own_client(session, actor, client_id) if client_id is not None else None
    if client is not None and version is not None and version != client.version:
        raise Conflict("client_changed_meanwhile")
    check_client(draft)
    taken = queries.client_by_code(session, organisation.id, draft.credit_code)
    if draft.credit_code == organisation.credit_code:
        raise RuleBroken("client_is_agency", field="credit_code")
    if taken is not None and (client is None or taken.id != client.id):
        raise RuleBroken("client_taken", field="credit_code")
    if client is None and not file:
        raise RuleBroken("authorisation_file_missing", field="file")
    if file:
        check_file(file)
    is_new = client is None
    if client is None:
        client = AgencyClient(organisation_id=organisation.id, created_at=clock.now(), version=0)
    client.name, client.credit_code = draft.name, draft.credit_code
    assert draft.authorised_from is not None and draft.authorised_to is not None
    client.authorised_from, client.authorised_to = draft.authorised_from, draft.authorised_to
    client.changed_at = clock.now()
    client.version += 1
    if file:
        evidence = keep_file(session, actor, AUTHORISATION, file, place, clock=clock)
        # The bureau may look at it at any time: it is what the agency acts on.
        evidence.sent_at = clock.now()
        client.evidence_id = evidence.id
    _save(session, client)
    action = "client.added" if is_new else "client.changed"
    note(session, actor, action, "client", client.id, clock=clock, city_code=organisation.city_code)
    return client


def _own_agency(session: Session, actor: Actor) -> Organisation:
    organisation = queries.own_organisation(session, actor)
    ensure(policy.may_manage(actor, organisation))
    if organisation.kind != "agency":
        raise NotAllowed("clients_of_agencies_only")
    return organisation


def _save(session: Session, client: AgencyClient) -> None:
    try:
        with session.begin_nested():
            session.add(client)
            session.flush()  # for its id, and to learn now of a colleague who was faster with the same code
    except IntegrityError as error:
        raise RuleBroken("client_taken", field="credit_code") from error


def end_client(session: Session, actor: Actor, client_id: int, *, clock: Clock) -> AgencyClient:
    """The authorisation ends today; from tomorrow nothing is published for this client. The row stays, for proof."""
    organisation = _own_agency(session, actor)
    client = queries.own_client(session, actor, client_id)
    if client.authorised_to > clock.today():
        client.authorised_to = max(clock.today(), client.authorised_from)
        client.changed_at = clock.now()
        client.version += 1
        note(session, actor, "client.ended", "client", client.id, clock=clock, city_code=organisation.city_code)
    return client


def clients_to_choose(session: Session, actor: Actor, today: date) -> list[AgencyClient]:
    """Those for whom the actor's agency may post today; none for an employer."""
    if actor.organisation_id is None:
        return []
    return [one for one in queries.clients_of(session, actor.organisation_id) if is_authorised(one, today)]


def client_named(session: Session, organisation_id: int, client_id: int) -> AgencyClient:
    """A client of the posting organisation. Raises RuleBroken beside the field of the vacancy's form."""
    client = session.get(AgencyClient, client_id)
    if client is None or client.organisation_id != organisation_id:
        raise RuleBroken("client_unknown", field="client_id")
    return client


def check_authorised(session: Session, organisation_id: int, client_id: int | None, today: date) -> None:
    """Whether the organisation may publish for this client today. Raises RuleBroken."""
    if client_id is None:
        return
    client = client_named(session, organisation_id, client_id)
    if not is_authorised(client, today):
        facts = {"name": client.name, "first": client.authorised_from, "last": client.authorised_to}
        raise RuleBroken("client_not_authorised", field="client_id", facts=facts)
