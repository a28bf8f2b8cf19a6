"""The move itself: all of it, or nothing."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.contenttypes.models import ContentType
from django.db import DEFAULT_DB_ALIAS, Error, IntegrityError, connections, models, transaction
from django.utils.translation import gettext as _

from portfolio.moving.ends import SOURCE, look_at_source, make_target_ready
from portfolio.moving.numbers import go_on
from portfolio.moving.refusals import MoveRefused, reason
from portfolio.moving.tables import Tally, given_models, moved_models, read, tally, write
from projects.searching import index as search_index


def move(tell: Callable[[str, Tally], None]) -> int:
    """Moves everything from `SOURCE` to the database of the service. Returns the number of rows.

    `tell` hears of each table once its rows were read back and compared. Raises `MoveRefused`;
    then, and when it is stopped in the middle, the new database has no row.
    """
    try:
        look_at_source()
        make_target_ready()
        with transaction.atomic(using=SOURCE), transaction.atomic():
            return _move_rows(tell)
    except IntegrityError as error:
        raise MoveRefused(
            _("A row names another one that is not there: %(reason)s") % {"reason": reason(error)}
        ) from error
    except Error as error:
        raise MoveRefused(
            _("The database gave up in the middle: %(reason)s") % {"reason": reason(error)}
        ) from error
    finally:
        ContentType.objects.clear_cache()


def _move_rows(tell: Callable[[str, Tally], None]) -> int:
    target = connections[DEFAULT_DB_ALIAS]
    with target.cursor() as cursor:
        for model in given_models():
            cursor.execute(f"DELETE FROM {target.ops.quote_name(model._meta.db_table)}")
    rows = 0
    for model in moved_models():
        rows += _move_table(model, tell)
        go_on(model, SOURCE, DEFAULT_DB_ALIAS)
    target.check_constraints()
    search_index.rebuild()
    return rows


def _move_table(model: type[models.Model], tell: Callable[[str, Tally], None]) -> int:
    was = Tally()
    for batch in read(model, SOURCE):
        write(model, DEFAULT_DB_ALIAS, batch)
        for row in batch:
            was.add(row)
    became = tally(model, DEFAULT_DB_ALIAS)
    if became != was:
        raise MoveRefused(
            _("%(table)s came out otherwise: %(before)s rows before, %(after)s after.")
            % {"table": model._meta.db_table, "before": was.count, "after": became.count}
        )
    tell(model._meta.db_table, became)
    return became.count
