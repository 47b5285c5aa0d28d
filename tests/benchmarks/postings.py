"""Made-up vacancies and people for measuring: the same for every run, all points filled in every mixture."""

from datetime import date
from random import Random

from matching import JobRecord, Place, TalentRecord
from matching.occupations.classification import read_rows
from matching.vocabulary.skills import all_skills

SEED = 11
CITIES = ("440100", "350100", "360100", "430100", "450100", "460100", "510100", "520100", "530100")
CERTIFICATES = ("低压电工作业证", "叉车证", "健康证", "初级会计师证", "教师资格证")


def jobs(size: int) -> list[JobRecord]:
    random, titles, skills = Random(SEED), _titles(), list(all_skills())
    found = []
    for number in range(size):
        title, code = random.choice(titles)
        low = random.randrange(30, 150) * 100
        found.append(
            JobRecord(
                id=f"v{number:06}",
                title=title,
                track="labour",
                occupation_code=code,
                skills_must=tuple(random.sample(skills, random.randint(0, 5))),
                skills_nice=tuple(random.sample(skills, random.randint(0, 4))),
                places=tuple(Place(city) for city in random.sample(CITIES, random.choice((1, 1, 1, 2)))),
                pay_min_yuan_month=float(low),
                pay_max_yuan_month=low * random.choice((1.0, 1.3, 1.5)),
                experience_min_months=random.choice((None, 0, 12, 36, 60)),
                education_min_code=random.choice((None, "71", "61", "31", "21")),
                certificates_must=tuple(random.sample(CERTIFICATES, random.choice((0, 0, 0, 1)))),
                starts_on=random.choice((None, date(2026, 12, 1), date(2027, 1, 3))),
            )
        )
    return found


def talents(size: int) -> list[TalentRecord]:
    random, titles, skills = Random(SEED + 1), _titles(), list(all_skills())
    found = []
    for number in range(size):
        wanted = random.sample(titles, random.choice((1, 1, 2, 3)))
        found.append(
            TalentRecord(
                id=f"t{number:06}",
                wanted_titles=tuple(title for title, _ in wanted),
                track="labour",
                occupation_codes=tuple(code for _, code in wanted),
                skills=tuple(random.sample(skills, random.randint(0, 10))),
                city_code=random.choice(CITIES),
                wanted_cities=tuple(random.sample(CITIES, random.randint(0, 9))),
                pay_min_yuan_month=random.choice((None, *(float(value * 100) for value in range(30, 150)))),
                experience_months=random.choice((None, *range(0, 240, 6))),
                education_code=random.choice((None, "71", "61", "41", "31", "21", "14")),
                certificates=tuple(random.sample(CERTIFICATES, random.choice((0, 0, 1, 2)))),
                available_on=random.choice((None, date(2026, 11, 1), date(2027, 2, 3))),
            )
        )
    return found


def _titles() -> list[tuple[str, str]]:
    return [(row["title"], row["code"]) for row in read_rows("job_titles_dev.csv")]
