"""Pages on which the administrator keeps webhooks (accounts/webhooks)."""
