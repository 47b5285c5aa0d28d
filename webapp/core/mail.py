"""Mail leaves through a job, so that it is sent exactly when the change that caused it was saved.

In development it goes to files that the mail page shows; with an SMTP host set, to that server.
"""

import smtplib
import time
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from webapp.core import queue
from webapp.core.queue import JobContext
from webapp.core.settings import Settings

JOB_NAME = "core.send_mail"


def send(session: Session, *, to: str, subject: str, body: str) -> None:
    """Promise one plain-text mail within the caller's transaction."""
    queue.enqueue(session, JOB_NAME, to=to, subject=subject, body=body)


@queue.job(JOB_NAME)
def deliver(context: JobContext, *, to: str, subject: str, body: str) -> None:
    """Deliver one mail. The row's payload is emptied afterwards: an outbox is no archive of letters."""
    message = _message(context.settings, to, subject, body)
    if context.settings.smtp_host:
        _deliver_by_smtp(context.settings, message)
    else:
        _deliver_to_file(context.settings.mail_dir, message, context.job_id)
    with context.database.transaction() as session:
        session.get_one(queue.Job, context.job_id).payload = {}


def _message(settings: Settings, to: str, subject: str, body: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = settings.mail_from
    message["To"] = to
    message["Subject"] = subject
    message.set_content(body)
    return message


def _deliver_by_smtp(settings: Settings, message: EmailMessage) -> None:
    with smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=30) as server:
        if settings.smtp_user:
            server.starttls()
            server.login(settings.smtp_user, settings.smtp_password)
        server.send_message(message)


def _deliver_to_file(directory: Path, message: EmailMessage, job_id: int) -> None:
    directory.mkdir(parents=True, exist_ok=True)
    # The job id makes a second delivery of the same job overwrite the first.
    (directory / f"{job_id:08d}-{int(time.time())}.eml").write_bytes(message.as_bytes(policy=SMTP))


def delivered_files(settings: Settings, limit: int = 100) -> list[dict[str, Any]]:
    """The newest mails in the development mailbox: name, to, subject, body."""
    letters = []
    for path in sorted(settings.mail_dir.glob("*.eml"), reverse=True)[:limit]:
        message = message_from_bytes(path.read_bytes(), policy=default)
        body = message.get_body(("plain",))
        text = body.get_content() if body else ""
        letters.append({"name": path.name, "to": message["To"], "subject": message["Subject"], "body": text})
    return letters
