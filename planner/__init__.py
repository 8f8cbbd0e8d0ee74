"""Owns the words of the work: reads and stores a district, states it as a problem, reads plans."""
