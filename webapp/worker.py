"""The background worker: `python -m webapp.worker`. Stops cleanly on SIGINT and SIGTERM."""

import os

from webapp.core.settings import read_settings
from webapp.factory import create_site


def main() -> None:
    site = create_site(read_settings(os.environ))
    site.queue.start_worker()
    consumer = site.queue.huey.create_consumer(
        workers=site.settings.worker_threads, periodic=True, initial_delay=0.1, backoff=1.15, max_delay=1.0
    )
    consumer.run()


if __name__ == "__main__":
    main()
