"""Sitemaps as text (sitemaps.org, protocol 0.9)."""

from collections.abc import Iterable
from datetime import datetime
from xml.etree import ElementTree as Xml

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def index(entries: Iterable[tuple[str, datetime | None]]) -> bytes:
    """An index of sitemaps: (address, last change)."""
    return _document("sitemapindex", "sitemap", entries)


def sitemap(entries: Iterable[tuple[str, datetime | None]]) -> bytes:
    return _document("urlset", "url", entries)


def _document(root_name: str, entry_name: str, entries: Iterable[tuple[str, datetime | None]]) -> bytes:
    root = Xml.Element(root_name, xmlns=_NAMESPACE)
    for address, changed_at in entries:
        entry = Xml.SubElement(root, entry_name)
        Xml.SubElement(entry, "loc").text = address
        if changed_at is not None:
            Xml.SubElement(entry, "lastmod").text = changed_at.isoformat(timespec="seconds")
    return Xml.tostring(root, encoding="utf-8", xml_declaration=True)
