"""Webhooks: other programs are told of events, signed as Standard Webhooks says.

`tell(event, …)` writes a delivery for each receiver in the transaction of the event; the worker
sends it (`delivery.py`), and not to addresses of one's own networks (`reaching.py`).
"""

from accounts.webhooks.telling import api_address, is_heard, tell, tell_test

__all__ = ["api_address", "is_heard", "tell", "tell_test"]
