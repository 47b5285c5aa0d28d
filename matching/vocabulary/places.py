"""The nine cities: finding one in text, and how far they are from each other."""

from functools import cache

from matching.folding import fold
from matching.vocabulary.tables import read_rows, split_list


@cache
def _cities() -> list[dict[str, str]]:
    return [row for row in read_rows("cities.csv") if row.get("level") == "city"]


@cache
def city_words() -> dict[str, str]:
    """Folded names that mean a city wherever they stand, longest first: full names and pinyin, no one-letter ones."""
    words: dict[str, str] = {}
    for row in _cities():
        short = row["name_zh"].removesuffix("市")
        names = [row["name_zh"], short, row["name_en"], row["pinyin"], row["pinyin"].replace(" ", "")]
        names += [alias for alias in split_list(row["aliases"]) if not alias.startswith("~")]
        words.update({fold(name): row["code"] for name in names if name})
    return dict(sorted(words.items(), key=lambda item: -len(item[0])))


@cache
def whole_words() -> dict[str, str]:
    """Aliases that count only when they stand alone, such as one-character city names."""
    pairs = ((alias, row["code"]) for row in _cities() for alias in split_list(row["aliases"]))
    return {fold(alias[1:]): code for alias, code in pairs if alias.startswith("~")}


def find_city(word: str) -> str | None:
    """The city that a word standing alone means, by code, name, alias or pinyin."""
    folded = fold(word).removesuffix("市")
    if folded in {row["code"] for row in _cities()}:
        return folded
    return city_words().get(folded) or whole_words().get(folded)


@cache
def _distances() -> dict[tuple[str, str], float]:
    rows = read_rows("city_distances.csv")
    pairs = {(row["from_code"], row["to_code"]): float(row["distance_km"]) for row in rows}
    return pairs | {(b, a): distance for (a, b), distance in pairs.items()}


def distance_km(from_code: str, to_code: str) -> float | None:
    """Great-circle distance between two of the nine cities; None when one is not of them."""
    return 0.0 if from_code == to_code else _distances().get((from_code, to_code))
