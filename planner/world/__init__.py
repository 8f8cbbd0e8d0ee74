"""The ground: roads, terrain and the time it takes to cross them."""
