"""Background work of organisations: what falls due, and files that nobody kept."""

from webapp.core import queue
from webapp.core.crypto import Vault
from webapp.core.queue import JobContext
from webapp.organisations import evidence, queries, reminders

_A_STEP = 200


# Every hour, so that a worker that stood still at midnight loses no day; each thing is told once all the same.
@queue.job("organisations.remind_of_deadlines", every_minutes=60)
def remind_of_deadlines(context: JobContext) -> None:
    vault, last_id = Vault(context.settings.secret_key), 0
    while True:
        with context.database.transaction() as session:
            ids = queries.verified_ids_after(session, last_id, _A_STEP)
            reminders.remind(session, ids, base_url=context.settings.base_url, vault=vault, clock=context.clock)
        if len(ids) < _A_STEP:
            break
        last_id = ids[-1]
        context.extend_lease()


@queue.job("organisations.sweep_evidence", every_minutes=24 * 60)
def sweep_evidence(context: JobContext) -> None:
    with context.database.reading() as session:
        evidence.sweep(session, context.settings.evidence_dir)
