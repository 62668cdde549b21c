"""Questions asked of the snapshot, through the gate; nothing here reads a live table of answers."""
