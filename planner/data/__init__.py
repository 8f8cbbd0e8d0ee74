"""Reads and stores districts and plans: workbook, CSV folder, database."""
