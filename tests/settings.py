"""Settings of the tests: those of development, which is nobody's default (docs/settings.md)."""

import os

os.environ.setdefault("DEBUG", "1")

from portfolio.settings import *  # noqa: F403

# A hash of passwords that is slow by design would be most of the time of the tests.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Each client of a test begins the middleware anew; it would read every static file each time.
WHITENOISE_AUTOREFRESH = True
