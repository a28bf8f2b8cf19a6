"""What follows from answers: functions of values, without tables."""
