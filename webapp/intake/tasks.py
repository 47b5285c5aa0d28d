"""Background work of intake."""

from webapp.core import queue
from webapp.core.crypto import Vault
from webapp.core.queue import JobContext
from webapp.intake import services


@queue.job(services.TAKE_IN_JOB)
def take_in(context: JobContext, *, batch_id: int) -> None:
    services.take_in(
        context.database,
        batch_id,
        context.settings.upload_dir,
        clock=context.clock,
        vault=Vault(context.settings.secret_key),
        still_at_it=context.extend_lease,
    )
