"""The district's data on pages: what is stored, a workbook in and out, and forms for its rows."""
