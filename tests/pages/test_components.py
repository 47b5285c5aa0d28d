"""The shared pieces: they render from little, in both languages, without inline code, and can be read by everybody."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from babel.messages.pofile import read_po
from flask import Flask, render_template, render_template_string
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    DecimalField,
    FileField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from webapp.core.settings import read_settings
from webapp.factory import create_app
from webapp.http.form import SiteForm

WEBAPP = Path(__file__).parent.parent.parent / "webapp"
STATIC = WEBAPP / "static"
LANGUAGES = ("zh", "en")
HAN = re.compile(r"[\u3400-\u9fff]")


class EveryKindForm(SiteForm):
    title = StringField("Title", [DataRequired(), Length(max=80)])
    duties = TextAreaField("Duties", [Length(max=200)])
    form_of_work = SelectField("Form of work", choices=[SelectChoice("full_time", "Full time")])
    track = RadioField(
        "Track", [DataRequired()], choices=[SelectChoice("labour", "Labour"), SelectChoice("talent", "Talent")]
    )
    benefits = SelectMultipleField(
        "Benefits", choices=[SelectChoice("meals", "Meals"), SelectChoice("dorm", "Dormitory")]
    )
    starts_on = DateField("Start")
    paper = FileField("Paper")
    pay_low = DecimalField("From", [DataRequired()])
    pay_high = DecimalField("To")
    period = SelectField("Period", choices=[SelectChoice("month", "a month")])
    agrees = BooleanField("I agree", [DataRequired()])


@pytest.fixture(scope="module")
def site_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("components")
    app = create_app(read_settings({"NINE_DATA_DIR": str(folder), "NINE_SECRET_KEY": "a key for tests only"}))
    yield app
    app.extensions["nine_cities"].database.engine.dispose()


def render(app: Flask, source: str, language: str = "zh", **values: object) -> str:
    with app.test_request_context("/", headers={"Cookie": f"language={language}"}):
        return render_template_string(source, N=SimpleNamespace, **values)


# Each piece with as little as it can be given.
PIECES = {
    "icon": '{% from "components/icon.html" import icon %}{{ icon("search", label="x") }}',
    "badge": '{% from "components/badges.html" import badge, state_badge, verified, words %}'
    '{{ badge("x") }}{{ state_badge("unheard", "x") }}{{ verified() }}{{ words(["x"], more=2) }}{{ words([]) }}',
    "breadcrumbs": '{% from "components/breadcrumbs.html" import breadcrumbs %}'
    '{{ breadcrumbs([("x", "/"), ("y", none)]) }}',
    "steps": '{% from "components/steps.html" import steps %}{{ steps([{"label": "x", "state": "done", "url": "/"},'
    ' {"label": "y", "state": "current"}, {"label": "z", "state": "error"}]) }}',
    "tiles": '{% from "components/stats.html" import tiles %}{{ tiles([{"label": "x", "value": 1234}]) }}',
    "progress": '{% from "components/progress.html" import progress %}'
    '{{ progress(none, "x") }}{{ progress(3, "x", "/p") }}',
    "paging": '{% from "components/paging.html" import cursor_pages, numbered_pages %}'
    '{{ cursor_pages("/n", "/f", total=1) }}'
    '{{ numbered_pages([N(number=1, url="/", is_current=true), none, N(number=9, url="/", is_current=false)], "/",'
    ' "/") }}',
    "notices": '{% import "components/notices.html" as n %}{{ n.alert("warn", "x", "y") }}{{ n.flashes() }}'
    '{{ n.empty_state("x") }}{{ n.confirm_panel("x", "y", "/p", "z", "/c") }}',
    "tables": '{% import "components/tables.html" as t %}{% call t.table("x", [{"label": "a", "sort_url": "/s",'
    ' "sorted": "descending"}], dense=true) %}<tr role="row">{{ t.cell("a", 1, numeric=true) }}</tr>{% endcall %}'
    '{{ t.facts([("x", 1), ("y", none)]) }}',
    "match": '{% import "components/match.html" as m %}{{ m.score(80) }}'
    '{{ m.gates([N(label="x", passed=none, detail=""),'
    ' N(label="y", passed=false, detail="z"), N(label="w", passed=true, detail="")]) }}{{ m.reasons(["x"]) }}'
    '{{ m.comparison_rows([N(label="x", level_label="y", percent=none, weight_percent=none, detail="")]) }}',
    "cards": '{% import "components/cards.html" as c %}{{ c.vacancy_card({"url": "/", "title": "x"}) }}'
    '{{ c.talent_card({"url": "/", "label": "x", "fit_percent": 0}) }}{{ c.entrance("x", "y", "/", "people") }}'
    '{% call c.card_list("x") %}<li>y</li>{% endcall %}',
    "map": '{% import "components/map.html" as m %}{% set c = [N(name="x", x=0, y=100, open_vacancies=0, seekers=0,'
    ' url="/")] %}{{ m.city_map(c) }}{{ m.city_table(c) }}{{ m.city_map([]) }}',
    "buttons": '{% import "components/forms.html" as f %}{{ f.post_button("/p", "x", fields={"a": 1}, confirm="y") }}'
    '{{ f.search_box("/s", hint="x") }}{% call f.filter_form("/s") %}x{% endcall %}{{ f.submit("x") }}',
}
EVERY_FIELD = """{% import "components/forms.html" as forms %}{{ forms.error_summary(form) }}
{% call forms.post_form(form, multipart=true) %}
{{ forms.field(form.title, hint="as in an advertisement", suggest_url="/s") }}
{{ forms.field(form.duties, counted=true) }}
{{ forms.field(form.form_of_work) }}{{ forms.field(form.track) }}{{ forms.field(form.benefits) }}
{{ forms.field(form.starts_on) }}{{ forms.field(form.paper) }}{{ forms.field(form.agrees) }}
{{ forms.money_pair("Pay", form.pay_low, form.pay_high, form.period) }}{% endcall %}"""
LAYOUTS = ("layouts/page.html", "layouts/workplace.html", "layouts/form_page.html")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("piece", PIECES)
def test_a_piece_renders_from_little_in_both_languages(site_app: Flask, piece: str, language: str) -> None:
    html = render(site_app, PIECES[piece], language)
    assert "<" in html
    if language == "en":
        assert not HAN.search(html)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_layout_names_its_language_and_lets_one_skip_to_the_content(
    site_app: Flask, layout: str, language: str
) -> None:
    html = render(site_app, f'{{% extends "{layout}" %}}{{% block content %}}<h1>x</h1>{{% endblock %}}', language)
    assert f'<html lang="{"en" if language == "en" else "zh-Hans"}"' in html
    assert 'href="#main"' in html
    assert html.count('<main id="main"') == 1
    assert "<h1>x</h1>" in html.split("<main", 1)[1].split("</main>", 1)[0]
    assert "12333" in html


def test_the_links_around_every_page_lead_somewhere(site_app: Flask) -> None:
    around = [*(WEBAPP / "templates/layouts").glob("*.html"), WEBAPP / "templates/errors/error.html"]
    paths = {path for file in around for path in re.findall(r'(?:href|action)="(/[^"{]*)"', file.read_text("utf-8"))}
    assert {"/", "/sign-in", "/sign-out", "/help"} <= paths
    assert paths - {rule.rule for rule in site_app.url_map.iter_rules()} == set()


def test_the_error_page_gives_the_number_to_quote(site_app: Flask) -> None:
    with site_app.test_request_context("/"):
        html = render_template("errors/error.html", status=404, title="T", text="B", request_id="ab12")
    assert "<h1>T</h1>" in html
    assert "ab12" in html


def _bound(data: dict[str, str]) -> SiteForm:
    form = EveryKindForm(formdata=MultiDict(data), meta={"csrf": False})
    form.validate()
    return form


def test_an_error_stands_beside_its_field_and_is_linked_from_the_summary(site_app: Flask) -> None:
    with site_app.test_request_context("/"):
        html = render_template_string(EVERY_FIELD, form=_bound({}))
    box = re.search(r'<input[^>]* id="title"[^>]*>', html)
    assert box is not None
    assert 'aria-invalid="true"' in box[0]
    assert 'aria-describedby="title-hint title-error"' in box[0]
    assert 'id="title-error"' in html
    assert 'href="#title"' in html
    assert 'href="#track-0"' in html
    for target in re.findall(r'href="#([^"]+)"', html):
        assert f'id="{target}"' in html


def test_every_description_of_a_field_is_on_the_page(site_app: Flask) -> None:
    with site_app.test_request_context("/"):
        html = render_template_string(EVERY_FIELD, form=_bound({}))
    described = " ".join(re.findall(r'aria-describedby="([^"]+)"', html)).split()
    assert described
    assert [name for name in described if f'id="{name}"' not in html] == []


def test_a_form_without_errors_has_no_summary_and_keeps_the_answers(site_app: Flask) -> None:
    answers = {"title": "<b>&", "form_of_work": "full_time", "track": "talent", "benefits": "dorm"}
    with site_app.test_request_context("/"):
        html = render_template_string(
            EVERY_FIELD, form=_bound({**answers, "pay_low": "1", "agrees": "y", "period": "month"})
        )
    assert "data-error-summary" not in html
    assert "&lt;b&gt;&amp;" in html
    assert re.search(r'value="talent" checked', html)
    assert re.search(r'value="dorm" checked', html)


SHARED = ("layouts", "components", "errors")
CODE_OF_TEMPLATE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)


def _templates() -> list[Path]:
    return sorted((WEBAPP / "templates").rglob("*.html"))


@pytest.mark.parametrize("path", _templates(), ids=lambda path: str(path.relative_to(WEBAPP)))
def test_a_template_has_no_inline_code_and_no_chinese(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    html = CODE_OF_TEMPLATE.sub("", source)
    assert not re.search(r"\sstyle\s*=|<style|\son[a-z]+\s*=\s*[\"']|javascript:", html)
    # What is data for search engines is no code: no browser runs it.
    assert not re.search(r"<script(?![^>]*\ssrc=)(?! type=\"application/ld\+json\">)", html)
    assert "|safe" not in source.replace(" ", "")
    assert not HAN.search(source)


def test_every_icon_in_use_is_in_the_sprite() -> None:
    sprite = set(re.findall(r'<symbol id="([^"]+)"', (STATIC / "icons.svg").read_text(encoding="utf-8")))
    used: set[str] = set()
    for path in [*_templates(), *WEBAPP.glob("*/templates/**/*.html")]:
        source = path.read_text(encoding="utf-8")
        used.update(re.findall(r"""\bicon\(\s*["']([^"']+)["']""", source))
        used.update(re.findall(r"""icon_name=["']([^"']+)["']""", source))
    tones = re.search(r"tone_icons = \{(.*?)\}", (WEBAPP / "templates/components/notices.html").read_text("utf-8"))
    assert tones is not None
    used.update(re.findall(r': "([^"]+)"', tones[1]))
    assert len(used) > 20
    assert used - sprite == set()


# Foreground, ground, least contrast: 4.5 for text, 3 for the edges and marks of controls (WCAG 1.4.3, 1.4.11).
WHITE = "#ffffff"
PAIRS = [
    *[(front, ground, 4.5) for front in ("ink", "muted", "brand", "brand-deep") for ground in ("paper", "ground")],
    *[(front, "brand-soft", 4.5) for front in ("ink", "muted", "brand", "brand-deep")],
    *[(tone, f"{tone}-soft", 4.5) for tone in ("good", "info", "warn", "bad", "neutral")],
    *[("ink", f"{tone}-soft", 4.5) for tone in ("good", "info", "warn", "bad", "neutral")],
    *[(WHITE, ground, 4.5) for ground in ("brand", "brand-deep", "bad", "muted")],
    *[(tone, "paper", 4.5) for tone in ("accent", "good", "warn", "bad")],
    ("neutral", "ground", 4.5),
    ("ink", "focus", 4.5),
    ("focus", "brand-deep", 3),
    ("edge", "paper", 3),
    ("edge", "ground", 3),
    ("brand", "brand-soft", 3),
]


def _luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(("front", "ground", "least"), PAIRS)
def test_colours_can_be_told_apart(front: str, ground: str, least: float) -> None:
    tokens = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", (STATIC / "site.css").read_text(encoding="utf-8")))
    light, dark = sorted((_luminance(tokens.get(one, one)) for one in (front, ground)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= least


def test_styles_and_scripts_are_light_enough_for_a_slow_line() -> None:
    files = [*STATIC.rglob("*.css"), *STATIC.rglob("*.js")]
    weights = {path.name: len(gzip.compress(path.read_bytes())) for path in files if "echarts" not in path.parts}
    assert {"site.css", "site.js", "bootstrap.min.css"} <= set(weights)
    assert sum(weights.values()) < 120 * 1024


def test_every_vendored_piece_brings_its_licence() -> None:
    folders = [path for path in (STATIC / "vendor").iterdir() if path.is_dir()]
    assert folders
    assert [path.name for path in folders if not (path / "LICENSE").is_file()] == []


def test_every_word_of_the_shared_templates_is_translated() -> None:
    with (WEBAPP / "translations/zh_Hans_CN/LC_MESSAGES/messages.po").open("rb") as file:
        catalogue = read_po(file, locale="zh_Hans_CN")
    used: set[str] = set()
    for path in [path for path in _templates() if path.parent.name in SHARED]:
        text = re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        used.update(re.findall(r"""\b_\(["'](.+?)["'][,)]""", text))
        used.update(re.findall(r"""ngettext\("(.+?)",""", text))
    assert len(used) > 60
    assert sorted(word for word in used if not (message := catalogue.get(word)) or not message.string) == []
