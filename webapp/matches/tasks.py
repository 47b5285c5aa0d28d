"""Background work of matching: runs, and renewing matches after a posting changed."""

from weakref import WeakKeyDictionary

from sqlalchemy import func, select

from webapp.core import events, queue
from webapp.core.database import Database
from webapp.core.queue import JobContext
from webapp.matches import carrying_out, previews, services
from webapp.matches.ranking_runs import Where
from webapp.matches.standing_index import StandingIndex
from webapp.plans.events import PlanInForceChanged, PreviewAsked
from webapp.postings.events import ProfileChanged, VacancyChanged

# From so many waiting changes on, ranking everything once is cheaper than each by itself.
_MANY = 60
_indexes: WeakKeyDictionary[Database, StandingIndex] = WeakKeyDictionary()


@queue.job(services.RUN_JOB)
def carry_out_run(context: JobContext, *, run_id: int) -> None:
    where = Where(context.settings.match_cluster, context.settings.match_index_dir)
    carrying_out.carry_out_run(
        context.database, run_id, clock=context.clock, still_at_it=context.extend_lease, where=where
    )


@queue.job("matches.rank_vacancy")
def rank_vacancy(context: JobContext, *, vacancy_id: int) -> None:
    if not _ranked_all_instead(context):
        with context.database.transaction() as session:
            services.rank_vacancy(session, vacancy_id, clock=context.clock, index=_index_of(context.database))


@queue.job("matches.rank_profile")
def rank_profile(context: JobContext, *, profile_id: int) -> None:
    if not _ranked_all_instead(context):
        with context.database.transaction() as session:
            services.rank_profile(session, profile_id, clock=context.clock, index=_index_of(context.database))


@queue.job("matches.rank_everything", every_minutes=24 * 60)
def rank_everything(context: JobContext) -> None:
    services.rank_everything(context.database, clock=context.clock)


@queue.job("matches.preview_plan")
def preview_plan(context: JobContext, *, preview_id: int) -> None:
    previews.carry_out_preview(context.database, preview_id, clock=context.clock, still_at_it=context.extend_lease)


@queue.job("matches.renew_under_plan")
def renew_under_plan(context: JobContext, *, version: str) -> None:
    """After an adoption. Whatever plan is in force by then is used; `version` says in the job list why."""
    services.rank_everything(context.database, clock=context.clock)


def _index_of(database: Database) -> StandingIndex:
    """One for each database that this process works for."""
    return _indexes.setdefault(database, StandingIndex())


def _ranked_all_instead(context: JobContext) -> bool:
    """After a large import thousands of postings wait: rank all once and mark the waiting ones as done."""
    names = ("matches.rank_vacancy", "matches.rank_profile")
    now = context.clock.now()
    with context.database.reading() as session:
        waiting = queue.Job.state == queue.JobState.WAITING
        statement = select(func.count()).select_from(queue.Job).where(queue.Job.name.in_(names), waiting)
        if (session.scalar(statement) or 0) < _MANY:
            return False
        newest = session.scalar(select(func.max(queue.Job.id)).where(queue.Job.name.in_(names), waiting)) or 0
    services.rank_everything(context.database, clock=context.clock)
    with context.database.transaction() as session:
        queue.settle(session, names, newest, now)
    return True


events.subscribe(PreviewAsked, "matches.preview_plan")
events.subscribe(PlanInForceChanged, "matches.renew_under_plan")
events.subscribe(VacancyChanged, "matches.rank_vacancy")
events.subscribe(ProfileChanged, "matches.rank_profile")
