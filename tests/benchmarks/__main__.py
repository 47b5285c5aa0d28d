"""`make bench`: the speed of the matcher against named baselines of the same run, with fixed seeds."""

import platform
import sys
import time
from collections.abc import Callable
from os import cpu_count
from typing import Any

import rapidfuzz
from rapidfuzz import fuzz, process

from matching import rank
from matching.occupations.classification import all_occupations, read_rows
from matching.occupations.normaliser import normalise
from tests.benchmarks import assignment, lint, scale
from tests.benchmarks.postings import jobs, talents

TITLES = 2000
VACANCIES, PEOPLE = 400, 1200
# A small town; `make bench-region` and `make bench-country` measure the sizes that matter.
TOWN = ("--jobs", "10000", "--talents", "10000", "--sample", "200")


def seconds(work: Callable[[], Any]) -> float:
    """The best of three, after one run that fills the caches."""
    work()
    found = []
    for _ in range(3):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return min(found)


def main() -> None:
    # First, while nothing else is in memory.
    scale.main(TOWN)
    print(
        f"{platform.machine()}, {cpu_count()} cores, Python {sys.version.split()[0]}, RapidFuzz {rapidfuzz.__version__}"
    )
    titles = [row["title"] for row in read_rows("job_titles_dev.csv")][:TITLES]
    names = [occupation.name for occupation in all_occupations().values() if occupation.level == 4]
    ours = seconds(lambda: normalise(titles))
    baseline = seconds(lambda: [process.extract(title, names, scorer=fuzz.WRatio, limit=5) for title in titles[:200]])
    baseline *= len(titles) / 200
    print(f"title to occupation: {len(titles) / ours:,.0f} titles/s, {baseline / ours:.1f} x RapidFuzz WRatio on names")
    vacancies, people = jobs(VACANCIES), talents(PEOPLE)
    ours = seconds(lambda: rank(vacancies, people, k=20))
    sought = [title for person in people for title in person.wanted_titles[:1]]
    asked = [vacancy.title for vacancy in vacancies]
    baseline = seconds(lambda: [process.extract(title, sought, scorer=fuzz.WRatio, limit=20) for title in asked])
    pairs = len(vacancies) * len(people)
    print(
        f"ranking, every point: {pairs / ours:,.0f} pairs/s, {baseline / ours:.2f} x RapidFuzz WRatio on titles alone"
    )
    assignment.main()
    lint.main()


if __name__ == "__main__":
    main()
