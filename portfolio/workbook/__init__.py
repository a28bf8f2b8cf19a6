"""The workbook: the portfolio taken along as spreadsheets, and taken in again."""
