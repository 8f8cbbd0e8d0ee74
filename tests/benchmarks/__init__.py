"""Benchmarks measure what they say: parsed right, checked twice, summed up by hand."""
