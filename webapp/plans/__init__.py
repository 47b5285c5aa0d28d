"""Match plans: which one is in force, drafts with a preview of what they change, adoption and history. Ranking itself,
also that of a preview's sample, is the work of the room of matches.
"""
