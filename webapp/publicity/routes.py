"""What robots and feed readers fetch, and what every page says to them. Papers to print: see beside."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from webapp.core.errors import NotFound
from webapp.http.access import public
from webapp.http.caching import conditional, fingerprint
from webapp.http.locale import LANGUAGES, language
from webapp.http.site import current_site, reading
from webapp.postings import additions
from webapp.postings.presenters import vacancy_card
from webapp.publicity import feeds, paper_pages, queries, sitemaps
from webapp.publicity.addresses import absolute, canonical, in_language
from webapp.publicity.blueprint import blueprint
from webapp.publicity.job_posting import job_posting
from webapp.publicity.presenters import LANGUAGE_TAGS, SharingTags, feed_item, headline, summary
from webapp.publicity.rules import (
    EVERYWHERE,
    FEED_KINDS,
    LANGUAGE_ARGUMENT,
    ROBOTS_DISALLOWED,
    is_indexable,
)
from webapp.reference.catalogue import Catalogue
from webapp.reference.queries import catalogue

__all__ = ["blueprint"]
# Importing these puts their pages on the blueprint; the tuple keeps the imports honest.
PAGES = (paper_pages,)

Answer = Response | str
_XML = "application/xml"
_PAGES = ("pages.show_home", "postings.search_vacancies", "pages.show_help", "pages.show_rights")
_MORE_PAGES = ("pages.show_accessibility", "pages.show_privacy", "publicity.list_feeds")


# -- robots and sitemaps ------------------------------------------------------------------------------------------


@blueprint.get("/robots.txt")
@public
def show_robots() -> Response:
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in ROBOTS_DISALLOWED), ""]
    lines += [f"Sitemap: {canonical('publicity.show_sitemap_index')}", ""]
    text = "\n".join(lines)
    return conditional(lambda: text, "text/plain", fingerprint(text), None)


@blueprint.get("/sitemap.xml")
@public
def show_sitemap_index() -> Response:
    with reading() as session:
        blocks = queries.sitemap_blocks(session, current_site().clock.now())
    changed_at = max((block.changed_at for block in blocks if block.changed_at), default=None)
    entries: list[tuple[str, datetime | None]] = [(canonical("publicity.show_page_sitemap"), None)]
    entries += [
        (canonical("publicity.show_vacancy_sitemap", number=block.number), block.changed_at) for block in blocks
    ]
    return conditional(lambda: sitemaps.index(entries), _XML, fingerprint(*entries), changed_at)


@blueprint.get("/sitemaps/pages.xml")
@public
def show_page_sitemap() -> Response:
    with reading() as session:
        names = catalogue(session)
    entries: list[tuple[str, datetime | None]] = [(canonical(endpoint), None) for endpoint in (*_PAGES, *_MORE_PAGES)]
    entries += [(canonical("postings.search_vacancies", city=code), None) for code in names.cities]
    return conditional(lambda: sitemaps.sitemap(entries), _XML, fingerprint(*entries), None)


@blueprint.get("/sitemaps/vacancies-<int:number>.xml")
@public
def show_vacancy_sitemap(number: int) -> Response:
    """Open vacancies of one block of ids; a block without any does not exist."""
    now = current_site().clock.now()
    if not 1 <= number <= queries.MOST_BLOCKS:
        raise NotFound("not_found")
    with reading() as session:
        block = queries.sitemap_block(session, number, now)
        if not block.count:
            raise NotFound("not_found")

        def make() -> bytes:
            found = queries.addresses_of_block(session, number, now)
            start = canonical("postings.search_vacancies")
            return sitemaps.sitemap((f"{start}/{public_id}", changed_at) for public_id, changed_at in found)

        return conditional(make, _XML, fingerprint(number, block.count, block.changed_at), block.changed_at)


# -- feeds --------------------------------------------------------------------------------------------------------


@blueprint.get("/feeds")
@public
def list_feeds() -> str:
    with reading() as session:
        names = catalogue(session)
    rows = [(gettext("All nine cities"), _feed_links(EVERYWHERE))]
    rows += [(names.city_label(code, language()), _feed_links(_slug(names, code))) for code in names.cities]
    return render_template("publicity/list_feeds.html", rows=rows)


def _feed_links(slug: str) -> list[tuple[str, str]]:
    titles = {"atom": "Atom", "rss": "RSS", "json": "JSON"}
    return [(titles[kind], url_for("publicity.show_feed", slug=slug, kind=kind)) for kind in FEED_KINDS]


def _slug(names: Catalogue, city_code: str) -> str:
    return str(names.cities[city_code].details["pinyin"]).replace(" ", "").lower()


@blueprint.get("/feeds/<slug>.<kind>")
@public
def show_feed(slug: str, kind: str) -> Response:
    now = current_site().clock.now()
    with reading() as session:
        names = catalogue(session)
        city_code = None if slug == EVERYWHERE else names.find_city(slug)
        if kind not in FEED_KINDS or (slug != EVERYWHERE and (city_code is None or slug != _slug(names, city_code))):
            raise NotFound("not_found")
        count, changed_at = queries.feed_facts(session, city_code, now)

        def make() -> bytes:
            rows = queries.newest_in(session, city_code, now)
            items = tuple(feed_item(row, names, language(), now) for row in rows)
            return feeds.as_text(_feed(names, city_code, slug, kind, items, changed_at or now), kind)

        mimetype = feeds.MIMETYPES[kind]
        response = conditional(make, mimetype, fingerprint(slug, kind, language(), count, changed_at), changed_at)
    response.vary.update(["Accept-Language", "Cookie"])
    return response


def _feed(
    names: Catalogue, city_code: str | None, slug: str, kind: str, items: tuple[feeds.FeedItem, ...], at: datetime
) -> feeds.Feed:
    place = names.city_label(city_code, language()) if city_code else gettext("the nine cities")
    page = canonical("postings.search_vacancies", **({"city": city_code} if city_code else {}))
    return feeds.Feed(
        address=canonical("publicity.show_feed", slug=slug, kind=kind),
        page=page,
        title=gettext("Newest vacancies in %(place)s", place=place),
        subtitle=gettext("Open vacancies that the labour bureaus have checked. Free for job seekers."),
        language=LANGUAGE_TAGS[language()],
        changed_at=at,
        items=items,
    )


# -- what pages say to robots -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CanonicalLinks:
    """The page's one address, the same page by language, and the feeds that follow it as (title, type, url)."""

    url: str
    languages: list[tuple[str, str]]
    feeds: list[tuple[str, str, str]]


@blueprint.app_context_processor
def _say_address() -> dict[str, Any]:
    arguments = request.args.to_dict(flat=False) if request else {}
    if not request or not is_indexable(request.endpoint, arguments):
        return {"canonical_links": None}
    values: dict[str, Any] = dict(request.view_args or {})
    slug = EVERYWHERE
    if "city" in arguments:
        with reading() as session:
            names = catalogue(session)
        code = names.find_city(arguments["city"][0])
        if code:
            values["city"], slug = code, _slug(names, code)
    address = canonical(str(request.endpoint), **values)
    wished = request.args.get(LANGUAGE_ARGUMENT, "")
    languages = [("x-default", address), *((LANGUAGE_TAGS[code], in_language(address, code)) for code in LANGUAGES)]
    follows = request.endpoint in ("postings.search_vacancies", "pages.show_home")
    shown = in_language(address, wished) if wished in LANGUAGES else address
    return {"canonical_links": CanonicalLinks(shown, languages, _alternates(slug) if follows else [])}


def _alternates(slug: str) -> list[tuple[str, str, str]]:
    title = gettext("Newest vacancies")
    return [(title, feeds.MIMETYPES[kind], url_for("publicity.show_feed", slug=slug, kind=kind)) for kind in FEED_KINDS]


@blueprint.after_app_request
def _say_noindex(response: Response) -> Response:
    """What is not made for being found says so: an allowed list, so that a new page is private until it is added."""
    is_page = response.mimetype == "text/html"
    if is_page and (
        response.status_code != 200 or not is_indexable(request.endpoint, request.args.to_dict(flat=False))
    ):
        response.headers["X-Robots-Tag"] = "noindex"
    return response


def _add_to_vacancy(session: Session, shown: additions.ShownVacancy) -> additions.Additions:
    page, vacancy = shown.page, shown.vacancy
    if page.is_over:
        rows = queries.similar_open(session, vacancy, shown.now)
        cards = [vacancy_card(row, firm, shown.names, shown.language) for row, firm in rows]
        return additions.Additions(below=(additions.Part("publicity/similar.html", cards),))
    if not page.is_open:
        return additions.Additions()
    address = canonical("postings.show_vacancy", public_id=vacancy.public_id)
    tags = SharingTags(
        title=headline(page.card),
        summary=summary(page),
        address=address,
        image=absolute(url_for("static", filename="mark.png")),
        locale="en_US" if shown.language == "en" else "zh_CN",
    )
    data = job_posting(vacancy, shown.organisation, page, shown.names, shown.language)
    head = (additions.Part("publicity/sharing.html", tags), additions.Part("publicity/job_posting.html", data))
    notice = url_for("publicity.print_vacancy", public_id=vacancy.public_id)
    return additions.Additions(head=head, links=((gettext("Print for a notice board"), notice, "printer"),))


additions.add(_add_to_vacancy)
