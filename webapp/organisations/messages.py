"""Words of the room's codes."""
