"""Made-up districts, the same for the same seed: roads, villages, sessions, teams, weather."""
