"""Roads and heights from what others surveyed: OpenStreetMap extracts and elevation tiles."""
