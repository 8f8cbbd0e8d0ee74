"""Roads: what is reported of them, what a closure does, and which sessions depend on each."""
