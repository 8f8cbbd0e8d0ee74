"""Turns a published plan into iCalendar bytes that phones subscribe to."""
