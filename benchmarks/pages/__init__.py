"""How fast the pages of the example are made, and how much of them goes over the line."""
