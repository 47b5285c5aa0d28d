"""A text with the skills marked that were read from it, and those skills apart from the listed ones."""

from collections.abc import Sequence
from dataclasses import dataclass

from webapp.http.wording import label
from webapp.postings.models import ReadSkillColumns
from webapp.reference.catalogue import Catalogue


@dataclass(frozen=True)
class ReadSkill:
    """A skill that was read from the text; `detail` says how well and how much it is wanted, where the text does."""

    code: str
    name: str
    detail: str
    words: str

    @property
    def text(self) -> str:
        return f"{self.name} · {self.detail}" if self.detail else self.name


@dataclass(frozen=True)
class Piece:
    """A part of a line; `skill` is the name of the skill that it was read as, or empty."""

    text: str
    skill: str


@dataclass(frozen=True)
class ReadSkills:
    """What was read from a text: skills that count, those that the writer dismissed, and the marked lines."""

    counting: list[ReadSkill]
    dismissed: list[ReadSkill]
    lines: list[list[Piece]]


def read_skills_of(text: str, rows: Sequence[ReadSkillColumns], names: Catalogue, language: str) -> ReadSkills:
    counting = [row for row in rows if not row.is_dismissed]
    return ReadSkills(
        counting=[_read_skill(text, row, names, language) for row in counting],
        dismissed=[_read_skill(text, row, names, language) for row in rows if row.is_dismissed],
        lines=_marked_lines(text, counting, names, language),
    )


def _read_skill(text: str, row: ReadSkillColumns, names: Catalogue, language: str) -> ReadSkill:
    says = [("skill_written_level", row.level), ("skill_demand", row.demand)]
    detail = " · ".join(label(kind, code) for kind, code in says if code)
    return ReadSkill(row.code, _name(row, names, language), detail, text[row.start : row.end])


def _name(row: ReadSkillColumns, names: Catalogue, language: str) -> str:
    return names.skill_label(row.code, language) or row.code


def _marked_lines(text: str, rows: Sequence[ReadSkillColumns], names: Catalogue, language: str) -> list[list[Piece]]:
    """Lines that say something, cut where skills begin and end. A skill never runs over the end of a line."""
    lines: list[list[Piece]] = []
    begin = 0
    for line in text.splitlines(keepends=True):
        end = begin + len(line)
        inside = sorted((row for row in rows if begin <= row.start < row.end <= end), key=lambda row: row.start)
        pieces: list[Piece] = []
        place = begin
        for row in inside:
            pieces += [
                Piece(text[place : row.start], ""),
                Piece(text[row.start : row.end], _name(row, names, language)),
            ]
            place = row.end
        pieces.append(Piece(text[place:end].rstrip("\r\n"), ""))
        if line.strip():
            lines.append([piece for piece in pieces if piece.text])
        begin = end
    return lines
