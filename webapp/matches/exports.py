"""A run's pairs as files: CSV with a byte order mark for spreadsheets, and XLSX."""

import csv
import io
from collections.abc import Sequence

from openpyxl import Workbook

from webapp.matches.presenters import safe_rows

Rows = Sequence[Sequence[str | int]]


def as_csv(header: Sequence[str], rows: Rows) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows(safe_rows(rows))
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(header: Sequence[str], rows: Rows, title: str) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.append(list(header))
    for row in safe_rows(rows):
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
