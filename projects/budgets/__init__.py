"""Budget frame, actuals and forecast of years: added up, held together, read for lists."""
