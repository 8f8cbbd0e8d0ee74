"""The map: drawn on the server as SVG from the district's own outline, roads and villages."""
