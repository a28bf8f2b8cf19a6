"""Settings of the processes over it: production's pages, tables made from the models of today."""

from portfolio.settings import *  # noqa: F403
from portfolio.settings import DATABASES, INSTALLED_APPS

DEBUG = False
INSTALLED_APPS = [*INSTALLED_APPS, "tests.restarts"]
MIGRATION_MODULES = {name.rpartition(".")[2]: None for name in INSTALLED_APPS}
DATABASES["default"]["OPTIONS"]["pool"]["timeout"] = 5  # seconds
SECURE_SSL_REDIRECT = False
