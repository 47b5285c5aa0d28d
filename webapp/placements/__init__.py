"""How two sides meet: an application or an invitation, its answer, and the contact details that it opens.

The seeker alone opens their name and number, for one vacancy's employer; withdrawing closes them again.
"""
