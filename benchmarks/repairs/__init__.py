"""Every road of the example closed in turn: what is hit, and the plan repaired."""
