"""Pure workflow: values in, plan out. Knows no files, no store, no pages."""
