"""The workbook of the whole portfolio: a sheet for each kind of row."""
