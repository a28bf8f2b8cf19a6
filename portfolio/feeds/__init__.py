"""Lists for other programs: days in people's own calendars, tables for Excel and Power BI."""
