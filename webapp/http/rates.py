"""How often one visitor may do a thing, without keeping who the visitor is.

The address goes into a digest whose key changes every day; only the digest is counted. What is counted for one day
cannot be joined with another day, and holds no address.
"""

from ipaddress import IPv6Address, ip_address

from flask import current_app, request
from limits import parse_many

from webapp.http.site import current_site

_IPV6_HOUSEHOLD_BITS = 64


def is_within(purpose: str, allowance: str) -> bool:
    """Count one try of this visitor; False when it is one too many. `allowance` is text such as "5 per hour"."""
    strategy = current_app.extensions["limiter_instance"].limiter
    key = f"{purpose}:{_visitor_of_today()}"
    # All of them are counted, so that a longer limit is not forgotten while a shorter one refuses.
    counted = [strategy.hit(item, key) for item in parse_many(allowance)]
    return all(counted)


def _visitor_of_today() -> str:
    site = current_site()
    return site.vault.digest_of_day(_household(request.remote_addr or ""), site.clock.today())


def _household(address: str) -> str:
    """An IPv6 household has more addresses than anybody could count; its network stands for it."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address):
        return str(int(found) >> _IPV6_HOUSEHOLD_BITS)
    return str(found)
