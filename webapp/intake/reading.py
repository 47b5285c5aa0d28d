"""Opening files as bureaus have them: CSV of any usual encoding and delimiter, and XLSX. Rows come as text."""

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from charset_normalizer import from_bytes
from openpyxl import load_workbook

from webapp.core.errors import RuleBroken
from webapp.intake.rules import CELL_MOST, COLUMNS_MOST, ROWS_MOST

# An XLSX is a zip: refuse one that would unpack to more than this.
_UNPACKED_MOST = 400 * 1024 * 1024
Row = dict[str, str]


def columns_of(path: Path) -> list[str]:
    """The header row. Raises RuleBroken("file_...") for a file that cannot be read."""
    table = _table(path)
    try:
        header = next(table, None)
    except RuleBroken:
        raise
    except Exception as error:
        raise RuleBroken("file_unreadable", field="file") from error
    names = _unique(header or [])
    if not any(names):
        raise RuleBroken("file_empty", field="file")
    if len(names) > COLUMNS_MOST:
        raise RuleBroken("file_too_many_columns", field="file", facts={"most": COLUMNS_MOST})
    return names


def rows_of(path: Path) -> Iterator[tuple[int, Row]]:
    """(row number as a spreadsheet shows it, column -> text) of every row that is not empty."""
    table = _table(path)
    names = _unique(next(table, []))
    for number, cells in enumerate(table, 2):
        if number > ROWS_MOST + 1:
            raise RuleBroken("file_too_many_rows", field="file", facts={"most": ROWS_MOST})
        row = {name: cells[place].strip()[:CELL_MOST] if place < len(cells) else "" for place, name in enumerate(names)}
        if any(row.values()):
            yield number, row


def count_rows(path: Path) -> int:
    return sum(1 for _ in rows_of(path))


def _unique(header: list[str]) -> list[str]:
    """Column names as written; a repeated or empty one gets its place added, so that none is lost."""
    names: list[str] = []
    for place, text in enumerate(header, 1):
        name = text.strip()[:80] or f"#{place}"
        names.append(f"{name} ({place})" if name in names else name)
    return names


def _table(path: Path) -> Iterator[list[str]]:
    with path.open("rb") as file:
        head = file.read(8)
    if head.startswith(b"PK\x03\x04"):
        return _spreadsheet(path)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise RuleBroken("file_old_excel", field="file")
    return _delimited(path)


def _spreadsheet(path: Path) -> Iterator[list[str]]:
    # An open file, not a path: uploads are stored under names without ending, which openpyxl refuses.
    with path.open("rb") as file:
        try:
            with zipfile.ZipFile(file) as archive:
                if sum(item.file_size for item in archive.infolist()) > _UNPACKED_MOST:
                    raise RuleBroken("file_too_large", field="file")
            book = load_workbook(file, read_only=True, data_only=True)
        except RuleBroken:
            raise
        except Exception as error:
            raise RuleBroken("file_unreadable", field="file") from error
        try:
            for row in book.worksheets[0].iter_rows(values_only=True):
                yield [_text(value) for value in row]
        finally:
            book.close()


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace("\x00", "")


def _delimited(path: Path) -> Iterator[list[str]]:
    text = _decode(path.read_bytes())
    if "\x00" in text:
        raise RuleBroken("file_unreadable", field="file")
    first = text.split("\n", 1)[0]
    delimiter = max(",\t;|", key=first.count)
    csv.field_size_limit(1024 * 1024)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error as error:
        raise RuleBroken("file_unreadable", field="file") from error


def _decode(data: bytes) -> str:
    """UTF-8 and GB18030 first: what Chinese offices write; anything else by its statistics."""
    for encoding in ("utf-8-sig", "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    best = from_bytes(data[:200_000]).best()
    if best is None:
        raise RuleBroken("file_encoding_unknown", field="file")
    return data.decode(best.encoding, errors="replace")
