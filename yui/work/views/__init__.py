"""Pages of the shared work, a file for each kind of reader."""
