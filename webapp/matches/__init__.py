"""Match runs of bureaus, and the standing matches of every vacancy and profile, each with its explanation."""
