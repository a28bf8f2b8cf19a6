"""The ASGI application."""

from django.core.asgi import get_asgi_application

from portfolio.starting.start import look_at_the_installation, read_settings_of_a_server

read_settings_of_a_server()
application = get_asgi_application()
look_at_the_installation()
