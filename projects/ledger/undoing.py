"""A file of the ledger taken back as a whole, except what somebody changed since."""

from __future__ import annotations

from typing import cast

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from projects.budgets.years import FIGURES
from projects.ledger.comparing import KEPT_FIELDS, values_of
from projects.ledger.imports import NothingDone
from projects.models import BudgetYear, LedgerCode, LedgerImport
from projects.saving.many import change_many
from projects.saving.reasons import give_reason
from projects.saving.renewing import renewed_once


@renewed_once()
def undo(pk: int, user: User) -> None:
    """Puts the figures back that the file changed, and takes away the codes that it brought.

    The upload keeps what stays because it was changed since. Raises `NothingDone`.
    """
    upload = LedgerImport.objects.select_for_update().get(pk=pk)
    if not upload.is_done:
        raise NothingDone(_("This file was taken back already."))
    reason = _("Taken back: %(file)s") % {"file": upload.file_name}
    kept, back = [], []
    told = {each["pk"]: each for each in upload.done.get("rows", ())}
    rows = BudgetYear.objects.select_for_update(of=("self",)).select_related("project")
    for row in rows.filter(pk__in=list(told)).order_by("pk"):
        each = told[row.pk]
        if values_of(row) != each["after"]:
            kept.append(f"{row.project}, {row}")
            continue
        for name in KEPT_FIELDS:
            field = cast("models.Field", BudgetYear._meta.get_field(name))
            setattr(row, name, field.to_python(each["before"][name]))
        is_empty = all(getattr(row, name) is None for name in FIGURES) and not row.reason
        if is_empty:
            give_reason(row, reason, user)
            row.delete()
        else:
            back.append(row)
    change_many(back, KEPT_FIELDS, user, reason)
    for code in LedgerCode.objects.filter(pk__in=upload.done.get("codes", ())):
        give_reason(code, reason, user)
        code.delete()
    upload.state = LedgerImport.State.UNDONE
    upload.undone_by, upload.undone_at = user, timezone.now()
    upload.done["stays"] = kept
    upload.save()
