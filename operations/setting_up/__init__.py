"""`manage.py setup`: from an installed program to an administrator who can sign in."""
