"""Files of evidence: known by content, sealed on disk, and opened by those few who may, each time on record."""

import io
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests.factories.people import VAULT, actor_for, make_account, make_employer, make_officer, make_organisation
from tests.organisations.test_members import enter
from tests.organisations.test_services import PDF
from webapp.audit.models import AuditEntry
from webapp.core.clock import FixedClock
from webapp.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from webapp.core.permissions import Role
from webapp.http.site import Site
from webapp.organisations import evidence, services
from webapp.organisations.evidence import MEBIBYTES_MOST, Place, check_file, media_type_of
from webapp.organisations.models import Evidence
from webapp.organisations.rules import Decision

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 20 + b"\x00\x00\x00\x00IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\x00" * 20 + b"\xff\xd9"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PDF, "application/pdf"),
        (PNG, "image/png"),
        (JPEG, "image/jpeg"),
        (b"<html><script>alert(1)</script>", None),
        (b"MZ\x90\x00" + PDF, None),
        (PDF[:20], None),
        (b"GIF89a", None),
        (b"", None),
    ],
)
def test_a_file_is_known_by_its_content(data: bytes, kind: str | None) -> None:
    assert media_type_of(data) == kind


def test_too_large_is_too_large() -> None:
    with pytest.raises(RuleBroken, match="evidence_too_large"):
        check_file(PDF + b"\x00" * (MEBIBYTES_MOST * 1024 * 1024) + b"%%EOF")


def test_on_disk_it_is_sealed_under_a_random_name(session: Session, clock: FixedClock, tmp_path: Path) -> None:
    owner = make_employer(session, make_organisation(session))
    one = evidence.add_evidence(session, owner, "business_licence", PDF, Place(tmp_path, VAULT), clock=clock)
    path = tmp_path / one.stored_name
    assert PDF[:8] not in path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0
    assert evidence.take_out(session, owner, one.id, Place(tmp_path, VAULT), clock=clock)[1] == PDF


def test_who_opens_it_and_who_does_not_even_learn_of_it(session: Session, clock: FixedClock, tmp_path: Path) -> None:
    organisation, place = make_organisation(session, state="unverified"), Place(tmp_path, VAULT)
    owner = make_employer(session, organisation)
    one = evidence.add_evidence(session, owner, "business_licence", PDF, place, clock=clock)
    here, elsewhere = make_officer(session), make_officer(session, "520100")
    with pytest.raises(NotFound):
        evidence.take_out(session, here, one.id, place, clock=clock)
    organisation.address = "1 River Road"
    services.send_to_bureau(session, owner, words="", version=None, clock=clock)
    evidence.take_out(session, here, one.id, place, clock=clock)
    recruiter = actor_for(make_account(session, Role.EMPLOYER, organisation_id=organisation.id))
    inspector = actor_for(make_account(session, Role.INSPECTOR, city_code="440100"))
    other_owner = make_employer(session, make_organisation(session))
    for stranger in (elsewhere, recruiter, inspector, other_owner):
        with pytest.raises(NotFound):
            evidence.take_out(session, stranger, one.id, place, clock=clock)
    session.flush()
    read = [entry for entry in session.query(AuditEntry) if entry.action == "evidence.read"]
    assert [(entry.account_id, entry.subject_id) for entry in read] == [(here.account_id, one.id)]


def test_what_was_sent_stays_and_what_was_not_may_go(session: Session, clock: FixedClock, tmp_path: Path) -> None:
    organisation, place = make_organisation(session, state="unverified", address="1"), Place(tmp_path, VAULT)
    owner = make_employer(session, organisation)
    slip = evidence.add_evidence(session, owner, "other", PNG, place, clock=clock)
    evidence.remove_evidence(session, owner, slip.id, place, clock=clock)
    assert list(tmp_path.iterdir()) == []
    kept = evidence.add_evidence(session, owner, "business_licence", PDF, place, clock=clock)
    services.send_to_bureau(session, owner, words="", version=None, clock=clock)
    with pytest.raises(Conflict):
        evidence.remove_evidence(session, owner, kept.id, place, clock=clock)


def test_a_recruiter_adds_no_evidence(session: Session, clock: FixedClock, tmp_path: Path) -> None:
    organisation = make_organisation(session)
    recruiter = actor_for(make_account(session, Role.EMPLOYER, organisation_id=organisation.id))
    with pytest.raises(NotAllowed):
        evidence.add_evidence(session, recruiter, "other", PDF, Place(tmp_path, VAULT), clock=clock)


def test_files_that_no_row_names_are_swept(session: Session, tmp_path: Path) -> None:
    import os

    old, young, foreign = tmp_path / ("a" * 32), tmp_path / ("b" * 32), tmp_path / "note.txt"
    for path in (old, young, foreign):
        path.write_bytes(b"x")
    for path in (old, foreign):
        os.utime(path, (1, 1))
    assert evidence.sweep(session, tmp_path) == 1
    assert not old.exists() and young.exists() and foreign.exists()


def test_the_bureau_asks_and_the_owner_answers(session: Session, clock: FixedClock, tmp_path: Path) -> None:
    organisation, place = make_organisation(session, state="unverified", address="1"), Place(tmp_path, VAULT)
    owner, officer = make_employer(session, organisation), make_officer(session)
    evidence.add_evidence(session, owner, "business_licence", PDF, place, clock=clock)
    services.send_to_bureau(session, owner, words="", version=None, clock=clock)

    def decide(decision: Decision, reason: str = "") -> None:
        services.decide_organisation(
            session, officer, organisation.id, decision=decision, reason=reason, version=None, clock=clock
        )

    with pytest.raises(RuleBroken, match="question_missing"):
        decide(Decision.MORE)
    decide(Decision.MORE, "The photo is blurred.")
    assert (organisation.state, organisation.review) == ("submitted", "more_asked")
    services.send_to_bureau(session, owner, words="A better one.", version=None, clock=clock)
    assert organisation.review == "waiting"
    decide(Decision.VERIFY)
    from webapp.organisations.queries import steps_of

    history = [step.action for step in reversed(steps_of(session, organisation.id))]
    assert history == ["sent", "more_asked", "answered", "verified"]
    # A renewal keeps the standing while the bureau looks.
    services.send_to_bureau(session, owner, words="", version=None, clock=clock)
    assert (organisation.state, organisation.review) == ("verified", "waiting")


def test_a_download_is_an_attachment_that_no_browser_guesses_about(client: Any, site: Site) -> None:
    with site.database.transaction() as session:
        organisation_id = make_organisation(session, state="unverified", address="1").id
    client.set_cookie("language", "en")
    enter(client, site, organisation_id=organisation_id, member_role="owner")
    fake = {"kind": "business_licence", "file": (io.BytesIO(b"<html>"), "licence.pdf")}
    refused = client.post("/organisation/evidence", data=fake)
    assert refused.status_code == 422 and 'id="file-error"' in refused.text
    real = {"kind": "business_licence", "file": (io.BytesIO(PNG), "../../etc/passwd")}
    assert client.post("/organisation/evidence", data=real).status_code == 303
    answer = client.get("/evidence/1")
    assert answer.data == PNG
    assert answer.headers["Content-Disposition"] == "attachment; filename=evidence-1.png"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    enter(client, site, Role.OFFICER, city_code="520100")
    assert client.get("/evidence/1").status_code == 404
    enter(client, site, Role.SEEKER)
    assert client.get("/evidence/1").status_code == 403
    with site.database.reading() as session:
        assert session.query(Evidence).count() == 1
