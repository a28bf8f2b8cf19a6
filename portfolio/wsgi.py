"""The WSGI application that gunicorn serves."""

import gc

from django.core.wsgi import get_wsgi_application

from portfolio.start import look_at_the_installation, read_settings_of_a_server

read_settings_of_a_server()
application = get_wsgi_application()
look_at_the_installation()

# A full collection looks at everything that Django has loaded and takes a tenth of a second, in
# the middle of somebody's request. What is loaded by now stays, and the rest is looked at seldom.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 100)
