"""Says where the site is and who may sign in, once it answers; started beside site and worker by `make run`."""

import os
import signal
import time
import urllib.request

ACCOUNTS = (
    ("seeker@nine.example", "job seeker in Guiyang"),
    ("employer@nine.example", "employer in Guangzhou"),
    ("reader@nine.example", "a colleague there who may only read (and recruiter@...)"),
    ("owner.due@nine.example", "verification due in 7 days (README.md names more states)"),
    ("agency@nine.example", "employment agency in Guangzhou"),
    ("officer.guangzhou@nine.example", "bureau officer of Guangzhou (one for each city: officer.<pinyin>@...)"),
    ("inspector@nine.example", "labour inspector in Guangzhou"),
    ("coordinator@nine.example", "nine-city coordinator"),
    ("admin@nine.example", "administrator"),
)
PASSWORD = "nine-cities-2026"
_SECONDS_TO_WAIT = 60


def main() -> None:
    # Not PORT: the process manager gives every process a PORT of its own.
    address = f"http://127.0.0.1:{os.environ.get('SITE_PORT', '8000')}"
    for _ in range(_SECONDS_TO_WAIT * 4):
        try:
            urllib.request.urlopen(address + "/help", timeout=2)
            break
        except OSError:
            time.sleep(0.25)
    lines = [f"\n  The site is at {address}   (Ctrl-C stops it)", f"  Demo accounts, password {PASSWORD}:"]
    lines += [f"    {email:34} {who}" for email, who in ACCOUNTS]
    lines.append(f"  Mail that would be sent: {address}/development/mail\n")
    print("\n".join(lines), flush=True)
    # The process manager stops everything when one process ends, so this one stays.
    signal.pause()


if __name__ == "__main__":
    main()
