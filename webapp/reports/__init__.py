"""What people say against a vacancy, without an account: reports, the bureau's review, and who is told of a removal.

Not the check before publication (`postings`), nor complaints about an employment itself.
"""
