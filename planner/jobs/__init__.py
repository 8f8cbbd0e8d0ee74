"""Work that loads, calls and stores, for commands and pages alike; long work off their path."""
