"""The WSGI application that gunicorn serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portfolio.settings")
application = get_wsgi_application()

# A full collection looks at everything that Django has loaded and takes a tenth of a second, in
# the middle of somebody's request. What is loaded by now stays, and the rest is looked at seldom.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 100)
