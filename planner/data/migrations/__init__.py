"""The store's schema, step by step; ``planner.data.database`` runs them when a store is opened."""
