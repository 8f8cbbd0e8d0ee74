"""How feeds are served: 10,000 links polled in a loop, and how long wrong tokens take."""
