"""The list as a spreadsheet, on paper and in Word."""
