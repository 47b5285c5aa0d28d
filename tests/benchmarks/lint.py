"""Vacancies a second through the lint, beside a plain search for every word of a list in the same texts.

The baseline does far less: it knows no negation, no spelling, no numbers and no law. It says what the words alone cost.
"""

import re
import time
from dataclasses import replace
from random import Random

from webapp.postings.lint import MinimumWage, PostingFacts, lint
from webapp.postings.lint.examples import DAY, examples, lawful_draft
from webapp.postings.lint.tables import read_words
from webapp.postings.rules import VacancyDraft
from webapp.samples.people import read_words as sample_words

SEED = 5
VACANCIES = 10_000
# One text in ten is an example that the rules find something in; advertisements are mostly lawful.
FAULTY = 0.1


def vacancies(size: int) -> list[VacancyDraft]:
    """Made up from the sample trades, each text different; some with a sentence that fires or almost does."""
    random, trades, lawful = Random(SEED), sample_words().trades, lawful_draft()
    sentences = [one.text for one in examples() if one.field == "duties" and one.text and not one.changes]
    made = []
    for number in range(size):
        trade = random.choice(trades)
        lines = [*random.sample(trade.duties, len(trade.duties)), f"班组共{number % 40 + 3}人，第{number}号工位。"]
        if random.random() < FAULTY:
            lines.append(random.choice(sentences))
        duties = "\n".join(lines)
        made.append(replace(lawful, title=random.choice(trade.titles), occupation_code=trade.code, duties=duties))
    return made


def plain_words() -> list[str]:
    """The literal Chinese words in the patterns of the lists."""
    text = "\n".join(pattern for row in read_words()["words"] for pattern in row["patterns"])
    return sorted(set(re.findall(r"[\u4e00-\u9fff]{2,}", text)))


def main() -> None:
    drafts, words = vacancies(VACANCIES), plain_words()
    facts = PostingFacts(today=DAY, minimum_wages=(MinimumWage("440100", 2500.0, 23.7, DAY.replace(year=2025)),))
    lint(drafts[0], facts)
    start = time.perf_counter()
    found = sum(len(lint(draft, facts).findings) for draft in drafts)
    ours = time.perf_counter() - start
    start = time.perf_counter()
    hits = sum(word in text for draft in drafts for text in (draft.title, draft.duties) for word in words)
    baseline = time.perf_counter() - start
    slowest = max(_seconds(draft, facts) for draft in drafts[:500])
    print(
        f"lint: {len(drafts):,} vacancies, {len(drafts) / ours:,.0f} vacancies/s, {found:,} findings; plain search of "
        f"{len(words)} words {len(drafts) / baseline:,.0f} vacancies/s, {hits:,} hits; ours takes "
        f"{ours / baseline:.1f} x as long; slowest of 500: {slowest * 1000:.1f} ms"
    )


def _seconds(draft: VacancyDraft, facts: PostingFacts) -> float:
    start = time.perf_counter()
    lint(draft, facts)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
