"""Templates are checked when they are saved, and nobody is sent a hole."""

import pytest
from sqlalchemy.orm import Session

from tests.placements.scenes import make_scene
from webapp.core.clock import FixedClock
from webapp.core.errors import Conflict, NotFound, RuleBroken
from webapp.placements import message_templates
from webapp.placements.contact_words import has_contact
from webapp.placements.message_templates import PLACEHOLDERS, PURPOSES, TemplateDraft, check_places, fill


def draft(body: str) -> TemplateDraft:
    return TemplateDraft("Hello", "other", "en", body)


def test_built_in_templates_are_in_both_languages_and_sound() -> None:
    found = message_templates.built_in_templates()
    assert {one.language for one in found} == {"zh", "en"} and len(found) >= 10
    for one in found:
        check_places(one.body)
        assert one.name and one.body and one.purpose in PURPOSES
        assert len(one.body) <= 500 and not has_contact(one.body)
        assert fill(one.body, dict.fromkeys(PLACEHOLDERS, "X"))


@pytest.mark.parametrize("body", ["Dear {name}", "{}", "{ vacancy}", "{Vacancy}", "{vacancy.title}"])
def test_an_unknown_place_is_named(body: str) -> None:
    with pytest.raises(RuleBroken, match="placeholder_unknown"):
        check_places(body)


@pytest.mark.parametrize("body", ["{vacancy", "vacancy}", "{vacancy}}", "{{vacancy}"])
def test_a_lonely_brace_is_refused(body: str) -> None:
    with pytest.raises(RuleBroken, match="brace_alone"):
        check_places(body)


def test_a_place_without_value_is_refused_and_values_are_not_read_again() -> None:
    with pytest.raises(RuleBroken, match="placeholder_empty"):
        fill("At {time}", {"vacancy": "Welder"})
    assert fill("{vacancy}: {place}", {"vacancy": "{time}", "place": "Gate"}) == "{time}: Gate"


def test_own_templates_are_kept_by_organisation_and_version(session: Session, clock: FixedClock) -> None:
    scene, other = make_scene(session), make_scene(session)
    row = message_templates.save_template(session, scene.employer, draft("Hello {vacancy}"), clock=clock)
    with pytest.raises(RuleBroken, match="contact_in_words"):
        message_templates.save_template(session, scene.employer, draft("Call 13800001111"), clock=clock)
    assert [one.is_own for one in message_templates.templates_for(session, scene.employer)].count(True) == 1
    assert not any(one.is_own for one in message_templates.templates_for(session, other.employer))
    with pytest.raises(NotFound):
        message_templates.template_of(session, other.employer, row.id)
    message_templates.save_template(
        session, scene.employer, draft("Hi {vacancy}"), template_id=row.id, version=1, clock=clock
    )
    with pytest.raises(Conflict, match="changed_meanwhile"):
        message_templates.save_template(
            session, scene.employer, draft("Ho {vacancy}"), template_id=row.id, version=1, clock=clock
        )
    message_templates.delete_template(session, scene.employer, row.id)
    with pytest.raises(NotFound):
        message_templates.template_of(session, scene.employer, row.id)
