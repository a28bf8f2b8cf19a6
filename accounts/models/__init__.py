"""People who sign in, and what is kept of what they do."""

from accounts.models.api_tokens import ApiToken
from accounts.models.audit_events import AuditEvent
from accounts.models.outgoing_mails import OutgoingMail
from accounts.models.sent_forms import SentForm
from accounts.models.users import User
from accounts.models.webhooks import Webhook, WebhookDelivery, WebhookEvent

__all__ = [
    "ApiToken",
    "AuditEvent",
    "OutgoingMail",
    "SentForm",
    "User",
    "Webhook",
    "WebhookDelivery",
    "WebhookEvent",
]
