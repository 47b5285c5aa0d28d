"""Opens the sealed name and number of a profile for those few who may read them on a posting's own pages."""

from flask_babel import gettext

from webapp.core.actor import Actor
from webapp.core.crypto import Vault
from webapp.postings import policy
from webapp.postings.models import Profile


def contact_of(actor: Actor, profile: Profile, vault: Vault) -> list[tuple[str, str]]:
    """(label, value) pairs; empty for everybody but the person and the bureau that keeps the profile."""
    if not policy.may_see_contact(actor, profile):
        return []
    pairs = ((gettext("Full name"), profile.real_name_sealed), (gettext("Mobile number"), profile.phone_sealed))
    return [(name, vault.open(sealed)) for name, sealed in pairs if sealed]
