"""One address a page; sitemaps, robots, feeds; and what an address says when its vacancy is over."""

import gzip
import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree as Xml

import pytest
from flask import Flask
from sqlalchemy import event

from tests.conftest import MONDAY
from tests.factories.people import make_organisation
from tests.factories.postings import make_vacancy
from webapp.core.clock import FixedClock
from webapp.http.access import declaration_of
from webapp.http.site import Site
from webapp.publicity import queries
from webapp.publicity.rules import ROBOTS_DISALLOWED, SITEMAP_MOST, is_indexable, shortened, sitemap_number, xml_text

BASE = "http://127.0.0.1:8000"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
ATOM = "{http://www.w3.org/2005/Atom}"
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00")


def add(site: Site, **facts: Any) -> str:
    with site.database.transaction() as session:
        return make_vacancy(session, **facts).public_id


# -- addresses ----------------------------------------------------------------------------------------------------


def test_a_vacancy_has_one_address_in_two_languages(site: Site, client: Any) -> None:
    public_id = add(site)
    address = f"{BASE}/vacancies/{public_id}"
    page = client.get(f"/vacancies/{public_id}", headers={"Host": "elsewhere.example"}).get_data(as_text=True)
    assert f'<link rel="canonical" href="{address}">' in page
    links = dict(re.findall(r'hreflang="([\w-]+)" href="(http[^"]+)"', page))
    assert links == {"x-default": address, "zh-Hans": f"{address}?language=zh", "en": f"{address}?language=en"}
    english = client.get(f"/vacancies/{public_id}?language=en", headers={"Accept-Language": "zh"})
    assert '<html lang="en"' in english.get_data(as_text=True)
    assert f'<link rel="canonical" href="{address}?language=en">' in english.get_data(as_text=True)
    assert f"next=/vacancies/{public_id}" in english.get_data(as_text=True), "who chooses a language leaves ?language"


def test_only_pages_made_for_it_may_be_shown_by_search_engines(site: Site, client: Any) -> None:
    public_id = add(site)
    for path, is_shown in (
        ("/", True),
        ("/vacancies", True),
        ("/vacancies?city=440100", True),
        ("/vacancies?q=welder", False),
        ("/vacancies?city=440100&city=520100", False),
        (f"/vacancies/{public_id}", True),
        (f"/vacancies/{public_id}/notice", False),
        (f"/vacancies/{public_id}/reports/new", False),
        ("/sign-in", False),
        ("/vacancies/v99", False),
        ("/nowhere", False),
    ):
        assert ("X-Robots-Tag" not in client.get(path).headers) == is_shown, path
    assert not is_indexable("pages.show_dashboard", {}) and not is_indexable(None, {})


def _is_disallowed(path: str) -> bool:
    """As robots read the lines: a prefix, with * for anything and $ for the end (RFC 9309)."""
    patterns = (re.escape(line).replace(r"\*", ".*").replace(r"\$", "$") for line in ROBOTS_DISALLOWED)
    return any(re.match(pattern, path) for pattern in patterns)


def test_robots_stay_out_of_everything_private(app: Flask, client: Any) -> None:
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        access = declaration_of(app, rule.endpoint)
        if "GET" not in (rule.methods or ()) or access is None or rule.endpoint == "static":
            continue
        samples = dict.fromkeys(rule.arguments, 7)
        path = str(adapter.build(rule.endpoint, samples)).split("?")[0]
        if access.kind != "public":
            assert _is_disallowed(path), path
        elif is_indexable(rule.endpoint, {}):
            assert not _is_disallowed(path), path
    text = client.get("/robots.txt").get_data(as_text=True)
    assert f"Sitemap: {BASE}/sitemap.xml" in text and "User-agent: *" in text


# -- sitemaps -----------------------------------------------------------------------------------------------------


def test_sitemaps_list_open_vacancies_with_their_last_change(site: Site, client: Any) -> None:
    shown, gone = add(site), add(site, state="filled")
    index = Xml.fromstring(client.get("/sitemap.xml").data)
    places = [entry.text or "" for entry in index.iter(f"{MAP}loc")]
    assert index.tag == f"{MAP}sitemapindex" and len(places) == 2
    pages = Xml.fromstring(client.get(places[0].removeprefix(BASE)).data)
    assert f"{BASE}/vacancies?city=520100" in [entry.text for entry in pages.iter(f"{MAP}loc")]
    listed = Xml.fromstring(client.get(places[1].removeprefix(BASE)).data)
    found = {entry.findtext(f"{MAP}loc"): entry.findtext(f"{MAP}lastmod") or "" for entry in listed}
    assert f"{BASE}/vacancies/{shown}" in found and f"{BASE}/vacancies/{gone}" not in found
    assert all(TIME.fullmatch(moment) for moment in found.values())
    for path in places:
        assert client.get(path.removeprefix(BASE)).status_code == 200
    assert client.get("/sitemaps/vacancies-2.xml").status_code == 404
    assert client.get("/sitemaps/vacancies-99999999999.xml").status_code == 404


def test_no_sitemap_grows_beyond_the_limit(site: Site) -> None:
    assert (sitemap_number(1), sitemap_number(SITEMAP_MOST), sitemap_number(SITEMAP_MOST + 1)) == (1, 1, 2)
    with site.database.transaction() as session:
        for number in (SITEMAP_MOST, SITEMAP_MOST + 1, 3 * SITEMAP_MOST):
            make_vacancy(session, id=number)
        blocks = queries.sitemap_blocks(session, MONDAY)
    assert [(block.number, block.count) for block in blocks] == [(1, 1), (2, 1), (3, 1)]
    assert SITEMAP_MOST <= 50_000


def test_what_is_held_already_is_not_sent_again(site: Site, client: Any, clock: FixedClock) -> None:
    public_id = add(site)
    for path in ("/robots.txt", "/sitemap.xml", "/sitemaps/vacancies-1.xml", "/feeds/guangzhou.atom", "/feeds/all.rss"):
        first = client.get(path)
        again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert (first.status_code, again.status_code, again.data) == (200, 304, b""), path
    page = client.get(f"/vacancies/{public_id}")
    assert client.get(page.request.path, headers={"If-None-Match": page.headers["ETag"]}).status_code == 304
    since = {"If-Modified-Since": page.headers["Last-Modified"]}
    assert client.get(page.request.path, headers=since).status_code == 304
    held = client.get("/feeds/guangzhou.atom").headers["ETag"]
    add(site, published_at=MONDAY, changed_at=MONDAY)
    assert client.get("/feeds/guangzhou.atom", headers={"If-None-Match": held}).status_code == 200


def test_a_long_list_is_packed_for_who_can_unpack(site: Site, client: Any) -> None:
    with site.database.transaction() as session:
        firm = make_organisation(session).id
        for _ in range(40):
            make_vacancy(session, organisation_id=firm)
    plain = client.get("/sitemaps/vacancies-1.xml")
    packed = client.get("/sitemaps/vacancies-1.xml", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip" and gzip.decompress(packed.data) == plain.data
    assert "Accept-Encoding" in packed.headers["Vary"]


# -- feeds --------------------------------------------------------------------------------------------------------


def test_a_city_has_a_feed_in_three_forms(site: Site, client: Any) -> None:
    bad = "A & B <i>\u00e9\x01\ufffe"
    here = add(site, cities=("520100",), title=bad, published_at=MONDAY, changed_at=MONDAY)
    add(site, cities=("440100",))
    address = f"{BASE}/vacancies/{here}"

    atom = client.get("/feeds/guiyang.atom")
    feed = Xml.fromstring(atom.data)
    assert atom.mimetype == "application/atom+xml" and feed.tag == f"{ATOM}feed"
    for name in ("id", "title", "updated"):
        assert feed.findtext(f"{ATOM}{name}")
    entries = feed.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}id") for entry in entries] == [address]
    assert TIME.fullmatch(entries[0].findtext(f"{ATOM}updated") or "") and entries[0].find(f"{ATOM}author") is not None
    assert (entries[0].findtext(f"{ATOM}title") or "").startswith("A & B <i>\u00e9 ")

    channel = Xml.fromstring(client.get("/feeds/guiyang.rss").data).find("channel")
    assert channel is not None and [item.findtext("link") for item in channel.findall("item")] == [address]
    assert (channel.findtext("item/pubDate") or "").startswith("Mon, 23 Nov 2026")

    document = json.loads(client.get("/feeds/guiyang.json").data)
    assert document["version"] == "https://jsonfeed.org/version/1.1" and document["items"][0]["id"] == address
    assert len(json.loads(client.get("/feeds/all.json").data)["items"]) == 2
    for path in ("/feeds/nowhere.atom", "/feeds/guiyang.exe", "/feeds/520100.atom"):
        assert client.get(path).status_code == 404


def test_feeds_are_reached_from_pages(client: Any) -> None:
    page = client.get("/feeds").get_data(as_text=True)
    links = re.findall(r'href="(/feeds/[^"]+)"', page)
    assert len(links) == 30 and all(client.get(link).status_code == 200 for link in links[:6])
    search = client.get("/vacancies?city=520100").get_data(as_text=True)
    assert 'type="application/atom+xml"' in search and "/feeds/guiyang.atom" in search
    assert 'href="/feeds"' in search


def test_texts_are_fit_for_xml_and_short() -> None:
    assert xml_text("a\x00b\x0bc\ud800d\uffffe\tf\n") == "abcde\tf\n"
    assert shortened("a  b\nc") == "a b c"
    assert len(shortened("x" * 500)) == 160 and shortened("x" * 500).endswith("…")


# -- gone ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"state": "filled"}, "This post has been filled."),
        ({"state": "withdrawn"}, "The employer has taken this vacancy back."),
        ({"state": "removed"}, "The labour bureau has taken this vacancy down."),
        ({"expires_at": MONDAY - timedelta(hours=1)}, "The last day of this vacancy has passed."),
    ],
)
def test_a_gone_vacancy_says_why_and_offers_similar_ones(
    site: Site, client: Any, facts: dict[str, Any], words: str
) -> None:
    gone = add(site, title="Gone post", **facts)
    same_work_elsewhere = add(site, cities=("520100",), title="Elsewhere post")
    same_work_here = add(site, title="Near post", published_at=MONDAY - timedelta(days=9))
    other_work = add(site, occupation_code="4-02-05-01", title="Other post")
    answer = client.get(f"/vacancies/{gone}", headers={"Accept-Language": "en"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 410 and words in page
    assert answer.headers["X-Robots-Tag"] == "noindex" and "no-store" in answer.headers["Cache-Control"]
    assert page.index(same_work_here) < page.index(same_work_elsewhere) and other_work not in page
    assert ("Gone post" in page) == (facts.get("state") not in ("withdrawn", "removed"))


def test_what_never_was_public_or_never_was_at_all_is_not_found(site: Site, client: Any) -> None:
    for public_id in ("v0nothing", add(site, state="draft", published_at=None), add(site, state="paused")):
        assert client.get(f"/vacancies/{public_id}").status_code == 404


@pytest.fixture
def statements(site: Site) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        seen.append(statement)

    event.listen(site.database.engine, "before_cursor_execute", note)
    yield seen
    event.remove(site.database.engine, "before_cursor_execute", note)


def test_offering_similar_ones_costs_few_queries(site: Site, client: Any, statements: list[str]) -> None:
    gone = add(site, state="filled")
    for _ in range(8):
        add(site)
    client.get(f"/vacancies/{gone}")
    statements.clear()
    client.get(f"/vacancies/{gone}")
    assert len([one for one in statements if one.lstrip().upper().startswith("SELECT")]) <= 10


# -- paper --------------------------------------------------------------------------------------------------------


def test_a_vacancy_on_paper_has_both_languages_and_a_code(site: Site, client: Any) -> None:
    public_id = add(site)
    page = client.get(f"/vacancies/{public_id}/notice").get_data(as_text=True)
    assert 'lang="zh-Hans"' in page and 'lang="en"' in page and "Full time" in page and "<nav" not in page
    picture = client.get(f"/vacancies/{public_id}/qr.svg")
    assert picture.mimetype == "image/svg+xml" and Xml.fromstring(picture.data).tag.endswith("svg")
    assert f"/vacancies/{public_id}/notice" in client.get(f"/vacancies/{public_id}").get_data(as_text=True)
    gone = add(site, state="filled")
    assert client.get(f"/vacancies/{gone}/notice").status_code == 404
    assert client.get(f"/vacancies/{gone}/qr.svg").status_code == 404


def test_the_code_leads_to_the_one_address(site: Site, client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    import segno

    from webapp.publicity import paper_pages

    coded: list[str] = []
    make = segno.make

    def noting(content: str, **options: Any) -> Any:
        coded.append(content)
        return make(content, **options)

    monkeypatch.setattr(paper_pages.segno, "make", noting)
    public_id = add(site)
    client.get(f"/vacancies/{public_id}/qr.svg", headers={"Host": "elsewhere.example"})
    assert coded == [f"{BASE}/vacancies/{public_id}"]


def test_a_poster_shows_the_open_vacancies_of_one_employer(site: Site, client: Any) -> None:
    with site.database.transaction() as session:
        firm = make_organisation(session, name="River Works").id
        shown = [make_vacancy(session, organisation_id=firm).public_id for _ in range(3)]
        hidden = make_vacancy(session, organisation_id=firm, state="paused").public_id
        unverified = make_organisation(session, state="submitted").id
    page = client.get(f"/organisations/{firm}/poster").get_data(as_text=True)
    assert all(f"/vacancies/{one}/qr.svg" in page for one in shown) and hidden not in page and "River Works" in page
    assert client.get(f"/organisations/{unverified}/poster").status_code == 404
    assert client.get("/organisations/99999999999/poster").status_code == 404
    assert f"/organisations/{firm}/poster" in client.get(f"/organisations/{firm}").get_data(as_text=True)
