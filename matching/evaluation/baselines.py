"""Plain methods that the plan is measured against: fuzzy text alone, and TF-IDF of n-grams alone."""

from collections.abc import Mapping, Sequence

import numpy as np
from rapidfuzz.fuzz import WRatio, ratio
from rapidfuzz.process import cdist

from matching.folding import fold
from matching.occupations.classification import all_occupations, everyday_names
from matching.occupations.grams import Weighing, grams, phrases
from matching.occupations.normaliser import Ranked
from matching.records import JobRecord, TalentRecord
from matching.vocabulary.skills import all_skills

Scores = dict[tuple[str, str], float]


def fuzzy_scores(
    jobs: Mapping[str, JobRecord], talents: Mapping[str, TalentRecord], wanted: Sequence[tuple[str, str]]
) -> Scores:
    """The best WRatio between the vacancy's title and a title that the person wants."""
    return {
        (job, talent): max(WRatio(fold(jobs[job].title), fold(title)) for title in talents[talent].wanted_titles)
        for job, talent in wanted
    }


def tfidf_scores(
    jobs: Mapping[str, JobRecord], talents: Mapping[str, TalentRecord], wanted: Sequence[tuple[str, str]]
) -> Scores:
    """Cosine of TF-IDF over pairs and triples of characters of everything that is written: titles, skills, duties."""
    documents = {job.id: phrases(_job_text(job)) for job in jobs.values()}
    documents |= {talent.id: phrases(_talent_text(talent)) for talent in talents.values()}
    weighing = Weighing.of(list(documents.values()))
    matrix = weighing.vectors(list(documents.values()), is_damped=True)
    places = {name: place for place, name in enumerate(documents)}
    left, right = [places[job] for job, _ in wanted], [places[talent] for _, talent in wanted]
    cosines = np.asarray(matrix[left].multiply(matrix[right]).sum(axis=1)).ravel()
    return dict(zip(wanted, cosines.tolist(), strict=True))


def _job_text(job: JobRecord) -> str:
    return " ".join((job.title, *_words(job.skills_must), *_words(job.skills_nice), job.description))


def _talent_text(talent: TalentRecord) -> str:
    return " ".join((*talent.wanted_titles, *_words(talent.skills), *talent.certificates))


def _words(skills: Sequence[str]) -> list[str]:
    names = all_skills()
    return [names[skill].name_zh if skill in names else skill for skill in skills]


def nearest_names(titles: Sequence[str], *, is_fuzzy: bool) -> list[Ranked]:
    """Codes of the nearest names and aliases, by RapidFuzz's plain ratio or by TF-IDF of n-grams; five at the most."""
    known = [(item.name, item.code) for item in all_occupations().values()]
    known += [(alias, code) for alias, code, _ in everyday_names()]
    texts, codes = [fold(name) for name, _ in known], [code for _, code in known]
    asked = [fold(title) for title in titles]
    if is_fuzzy:
        scores = np.asarray(cdist(asked, texts, scorer=ratio, dtype=np.float32))
    else:
        weighing = Weighing.of([grams(text) for text in texts])
        rows = weighing.vectors([grams(text) for text in asked])
        scores = (rows @ weighing.vectors([grams(text) for text in texts]).T).toarray()
    return [_five(row, codes) for row in scores]


def _five(scores: np.ndarray, codes: Sequence[str]) -> Ranked:
    found: dict[str, float] = {}
    for place in np.argsort(-scores, kind="stable"):
        found.setdefault(codes[place], float(scores[place]))
        if len(found) == 5:
            break
    return list(found.items())
