"""Files of plans: made once, kept, sent."""
