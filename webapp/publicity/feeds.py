"""A feed as text in three forms: Atom (RFC 4287), RSS 2.0 and JSON Feed 1.1. Pure."""

import json
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from xml.etree import ElementTree as Xml

from webapp.publicity.rules import xml_text

_ATOM = "http://www.w3.org/2005/Atom"
MIMETYPES = {"atom": "application/atom+xml", "rss": "application/rss+xml", "json": "application/feed+json"}


@dataclass(frozen=True)
class FeedItem:
    address: str
    title: str
    summary: str
    author: str
    published_at: datetime
    changed_at: datetime


@dataclass(frozen=True)
class Feed:
    """`address` is the feed's own, `page` the page that it follows."""

    address: str
    page: str
    title: str
    subtitle: str
    language: str
    changed_at: datetime
    items: tuple[FeedItem, ...]


def as_text(feed: Feed, kind: str) -> bytes:
    makers = {"atom": _atom, "rss": _rss, "json": _json}
    return makers[kind](feed)


def _atom(feed: Feed) -> bytes:
    Xml.register_namespace("", _ATOM)
    root = Xml.Element(f"{{{_ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": feed.language})
    _say(root, f"{{{_ATOM}}}id", feed.address)
    _say(root, f"{{{_ATOM}}}title", feed.title)
    _say(root, f"{{{_ATOM}}}subtitle", feed.subtitle)
    _say(root, f"{{{_ATOM}}}updated", feed.changed_at.isoformat(timespec="seconds"))
    Xml.SubElement(root, f"{{{_ATOM}}}link", rel="self", type=MIMETYPES["atom"], href=feed.address)
    Xml.SubElement(root, f"{{{_ATOM}}}link", rel="alternate", type="text/html", href=feed.page)
    for item in feed.items:
        entry = Xml.SubElement(root, f"{{{_ATOM}}}entry")
        _say(entry, f"{{{_ATOM}}}id", item.address)
        _say(entry, f"{{{_ATOM}}}title", item.title)
        _say(entry, f"{{{_ATOM}}}published", item.published_at.isoformat(timespec="seconds"))
        _say(entry, f"{{{_ATOM}}}updated", item.changed_at.isoformat(timespec="seconds"))
        _say(Xml.SubElement(entry, f"{{{_ATOM}}}author"), f"{{{_ATOM}}}name", item.author)
        Xml.SubElement(entry, f"{{{_ATOM}}}link", rel="alternate", type="text/html", href=item.address)
        _say(entry, f"{{{_ATOM}}}summary", item.summary)
    return Xml.tostring(root, encoding="utf-8", xml_declaration=True)


def _rss(feed: Feed) -> bytes:
    Xml.register_namespace("atom", _ATOM)
    root = Xml.Element("rss", version="2.0")
    channel = Xml.SubElement(root, "channel")
    _say(channel, "title", feed.title)
    _say(channel, "link", feed.page)
    _say(channel, "description", feed.subtitle)
    _say(channel, "language", feed.language)
    _say(channel, "lastBuildDate", format_datetime(feed.changed_at))
    Xml.SubElement(channel, f"{{{_ATOM}}}link", rel="self", type=MIMETYPES["rss"], href=feed.address)
    for item in feed.items:
        entry = Xml.SubElement(channel, "item")
        _say(entry, "title", item.title)
        _say(entry, "link", item.address)
        _say(entry, "guid", item.address)
        _say(entry, "pubDate", format_datetime(item.published_at))
        _say(entry, "description", item.summary)
    return Xml.tostring(root, encoding="utf-8", xml_declaration=True)


def _json(feed: Feed) -> bytes:
    items = [
        {
            "id": item.address,
            "url": item.address,
            "title": item.title,
            "content_text": item.summary,
            "date_published": item.published_at.isoformat(timespec="seconds"),
            "date_modified": item.changed_at.isoformat(timespec="seconds"),
            "authors": [{"name": item.author}],
        }
        for item in feed.items
    ]
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "description": feed.subtitle,
        "language": feed.language,
        "home_page_url": feed.page,
        "feed_url": feed.address,
        "items": items,
    }
    return json.dumps(document, ensure_ascii=False).encode("utf-8")


def _say(parent: Xml.Element, name: str, text: str) -> None:
    Xml.SubElement(parent, name).text = xml_text(text)
