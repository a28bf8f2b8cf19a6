"""How gunicorn serves Salkku; it reads this file by itself where it is started beside it.

What a command line says comes first: `--bind`, `--workers`.
"""

import gunicorn.http.wsgi

bind = "127.0.0.1:8000"  # a proxy stands before it and ends HTTPS
workers = 2
worker_class = "gthread"
threads = 3  # so that somebody's long request does not stop the others; more wait for each other
# A process grows with what it has answered (docs/scale.md); a new one takes its place after so many
# requests, not both at once, and it answers first what it was asked.
max_requests = 2000
max_requests_jitter = 500
timeout = 120  # seconds without a sign of life, after which a worker is replaced
limit_request_line = 0  # the address of a list with many filters is long
control_socket_disable = True  # it would lie in the home of a user who has none
# Who believes the proxy's headers is Django, with BEHIND_HTTPS_PROXY=1, and nobody else. So a
# proxy that the settings do not tell of is noticed at once.
secure_scheme_headers: dict[str, str] = {}
gunicorn.http.wsgi.SERVER = "Salkku"  # the header names neither the program nor its version
