"""Two people on one form: what was shown, what others saved, what is put together."""
