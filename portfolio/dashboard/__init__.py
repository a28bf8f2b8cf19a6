"""The dashboard: what needs attention, and figures that lead to the projects behind them."""
