"""What 0001_initial to 0031_team_of_a_need make, at once: in an empty database. Written by `make squash`."""

from importlib import import_module

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import projects.clock
import projects.fields
import projects.models.attachments
import projects.models.search


class Tables(migrations.operations.base.Operation):
    """Makes tables of which Django's state is rendered once.

    `CreateModel` by itself renders every model that hangs together with it each time.
    """

    def __init__(self, models):
        self.models = models

    def deconstruct(self):
        return (type(self).__qualname__, [self.models], {})

    def describe(self):
        return f"Create {len(self.models)} models"

    def state_forwards(self, app_label, state):
        state.__dict__.pop("apps", None)
        for model in self.models:
            model.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for model in self.models:
            model.database_forwards(app_label, schema_editor, from_state, to_state)
        # Not after the transaction, for Django would write after it too which ones have run: killed
        # there, an empty database would have all tables, and some of the names.
        for statement in schema_editor.deferred_sql:
            schema_editor.execute(statement, None)
        schema_editor.deferred_sql.clear()

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for model in reversed(self.models):
            model.database_backwards(app_label, schema_editor, from_state, to_state)


class Migration(migrations.Migration):
    initial = True

    replaces = [
        ("projects", "0001_initial"),
        ("projects", "0002_schedule_bounds"),
        ("projects", "0003_fields_not_public"),
        ("projects", "0004_followed_parts_and_views"),
        ("projects", "0005_risks_milestones_benefits_dependencies"),
        ("projects", "0006_comments_follows_attachments"),
        ("projects", "0007_search_index"),
        ("projects", "0008_language_of_texts"),
        ("projects", "0009_fill_values_of_rows_from_before"),
        ("projects", "0010_defaults_in_the_database"),
        ("projects", "0011_finnish_order_of_goals"),
        ("projects", "0012_fill_order_of_goals"),
        ("projects", "0013_sheet_imports"),
        ("projects", "0014_goal_descriptions_have_an_end"),
        ("projects", "0015_last_day_of_forecasts"),
        ("projects", "0016_fill_last_day_of_forecasts"),
        ("projects", "0017_english_stems"),
        ("projects", "0018_empty_search_index"),
        ("projects", "0019_versions_of_one_change"),
        ("projects", "0020_mentions_read"),
        ("projects", "0021_meetings"),
        ("projects", "0022_table_of_time"),
        ("projects", "0023_fill_table_of_time"),
        ("projects", "0024_order_of_rows"),
        ("projects", "0025_feeds"),
        ("projects", "0026_budgets"),
        ("projects", "0027_ledger_imports"),
        ("projects", "0028_capacity"),
        ("projects", "0029_workbook_imports"),
        ("projects", "0030_mended_in_the_page"),
        ("projects", "0031_team_of_a_need"),
    ]

    dependencies = [
        ("socialaccount", "0006_alter_socialaccount_extra_data"),
        ("usersessions", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Tables(
            [
                migrations.CreateModel(
                    name="StrategicGoal",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "name",
                            models.CharField(max_length=200, unique=True, verbose_name="name"),
                        ),
                        (
                            "description",
                            models.TextField(
                                blank=True, max_length=10000, verbose_name="description"
                            ),
                        ),
                        ("position", models.PositiveIntegerField(default=0, verbose_name="order")),
                        (
                            "name_key",
                            projects.fields.SortKeyField(
                                db_default=b"", default=b"", source="name"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "strategic goal",
                        "verbose_name_plural": "strategic goals",
                        "ordering": ("position", "name_key"),
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalStrategicGoal",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "name",
                            models.CharField(db_index=True, max_length=200, verbose_name="name"),
                        ),
                        (
                            "description",
                            models.TextField(
                                blank=True, max_length=10000, verbose_name="description"
                            ),
                        ),
                        ("position", models.PositiveIntegerField(default=0, verbose_name="order")),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                                max_length=1,
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical strategic goal",
                        "verbose_name_plural": "historical strategic goals",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Project",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("name", models.CharField(max_length=300, verbose_name="name")),
                        (
                            "scope",
                            models.CharField(
                                choices=[
                                    ("infrastructure", "Infrastructure, owned by IT"),
                                    ("city_wide", "Whole city"),
                                    ("service_area", "Service area"),
                                ],
                                max_length=20,
                                verbose_name="scope",
                            ),
                        ),
                        (
                            "description",
                            models.TextField(
                                blank=True, max_length=100000, verbose_name="description"
                            ),
                        ),
                        (
                            "change_effects",
                            models.TextField(
                                blank=True,
                                help_text="What changes when the project is carried out?",
                                max_length=100000,
                                verbose_name="economic and functional effects",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("proposal", "Proposal"),
                                    ("approved", "Approved"),
                                    ("in_progress", "In progress"),
                                    ("on_hold", "On hold"),
                                    ("completed", "Completed"),
                                    ("cancelled", "Cancelled"),
                                ],
                                default="proposal",
                                max_length=20,
                                verbose_name="status",
                            ),
                        ),
                        (
                            "is_flagship",
                            models.BooleanField(default=False, verbose_name="flagship project"),
                        ),
                        (
                            "priority",
                            models.CharField(
                                choices=[("high", "High"), ("normal", "Normal"), ("low", "Low")],
                                default="normal",
                                max_length=10,
                                verbose_name="priority",
                            ),
                        ),
                        (
                            "strategic_goal_text",
                            models.TextField(
                                blank=True,
                                max_length=100000,
                                verbose_name="strategic goal in words",
                            ),
                        ),
                        (
                            "schedule_text",
                            models.TextField(
                                blank=True, max_length=100000, verbose_name="schedule in words"
                            ),
                        ),
                        (
                            "likelihood",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("certain", "Certain – in our own hands"),
                                    ("likely", "Likely"),
                                    ("uncertain", "Uncertain – depends on others"),
                                    ("unlikely", "Unlikely"),
                                ],
                                max_length=20,
                                verbose_name="likelihood of keeping the schedule",
                            ),
                        ),
                        (
                            "likelihood_text",
                            models.TextField(
                                blank=True, max_length=100000, verbose_name="likelihood explained"
                            ),
                        ),
                        (
                            "responsible_party",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("it", "IT department"),
                                    ("service_area", "Service area"),
                                    ("shared", "Together"),
                                ],
                                max_length=20,
                                verbose_name="answers for the schedule",
                            ),
                        ),
                        (
                            "responsible_text",
                            models.TextField(
                                blank=True,
                                max_length=100000,
                                verbose_name="responsibility explained",
                            ),
                        ),
                        (
                            "cost_text",
                            models.TextField(
                                blank=True, max_length=100000, verbose_name="costs in words"
                            ),
                        ),
                        (
                            "resource_text",
                            models.TextField(
                                blank=True, max_length=100000, verbose_name="resources in words"
                            ),
                        ),
                        (
                            "owner_name",
                            models.CharField(
                                blank=True,
                                help_text="If the owner has no account.",
                                max_length=200,
                                verbose_name="owner's name",
                            ),
                        ),
                        (
                            "manager_name",
                            models.CharField(
                                blank=True,
                                help_text="If the project manager has no account.",
                                max_length=200,
                                verbose_name="project manager's name",
                            ),
                        ),
                        (
                            "notes",
                            models.TextField(blank=True, max_length=100000, verbose_name="notes"),
                        ),
                        (
                            "is_not_public",
                            models.BooleanField(
                                default=False,
                                help_text="Left out of public editions, for instance because of security arrangements (Act 621/1999, section 24).",
                                verbose_name="not public",
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(auto_now_add=True, verbose_name="added"),
                        ),
                        (
                            "updated_at",
                            models.DateTimeField(auto_now=True, verbose_name="last changed"),
                        ),
                        (
                            "search_text",
                            projects.fields.FoldedTextField(
                                blank=True,
                                default="",
                                editable=False,
                                sources=(
                                    "name",
                                    "description",
                                    "change_effects",
                                    "strategic_goal_text",
                                    "schedule_text",
                                    "likelihood_text",
                                    "responsible_text",
                                    "cost_text",
                                    "resource_text",
                                    "owner_name",
                                    "manager_name",
                                    "notes",
                                ),
                            ),
                        ),
                        (
                            "manager",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="managed_projects",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="project manager",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="owned_projects",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="owner",
                            ),
                        ),
                        (
                            "service_area",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="projects",
                                to="projects.servicearea",
                                verbose_name="service area",
                            ),
                        ),
                        (
                            "strategic_goals",
                            models.ManyToManyField(
                                blank=True,
                                related_name="projects",
                                to="projects.strategicgoal",
                                verbose_name="strategic goals",
                            ),
                        ),
                        (
                            "ends_on",
                            models.DateField(editable=False, null=True, verbose_name="ends"),
                        ),
                        (
                            "starts_on",
                            models.DateField(editable=False, null=True, verbose_name="starts"),
                        ),
                        (
                            "not_public_fields",
                            projects.fields.NamesField(
                                blank=True,
                                db_default="",
                                default="",
                                help_text="Seen only by IT planners, the project's owner and manager and the readers named here; nobody else finds the project by these texts.",
                                max_length=300,
                                verbose_name="fields that are not public",
                            ),
                        ),
                        (
                            "readers",
                            models.ManyToManyField(
                                blank=True,
                                help_text="They see what is not public of this project.",
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="named readers",
                            ),
                        ),
                        (
                            "cost_high",
                            models.DecimalField(
                                decimal_places=2, editable=False, max_digits=17, null=True
                            ),
                        ),
                        (
                            "cost_low",
                            models.DecimalField(
                                decimal_places=2, editable=False, max_digits=17, null=True
                            ),
                        ),
                        (
                            "last_report",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="projects.statusreport",
                                verbose_name="newest status report",
                            ),
                        ),
                        (
                            "name_key",
                            projects.fields.SortKeyField(
                                db_default=b"", default=b"", source="name"
                            ),
                        ),
                        (
                            "language",
                            models.CharField(
                                blank=True,
                                choices=[("fi", "Finnish"), ("sv", "Swedish"), ("en", "English")],
                                db_default="",
                                default="",
                                help_text="Empty: the language of the plan that the project stands in.",
                                max_length=2,
                                verbose_name="language of the texts",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "project",
                        "verbose_name_plural": "projects",
                        "ordering": ("name_key", "pk"),
                        "indexes": [
                            models.Index(fields=["status"], name="project_status"),
                            models.Index(
                                fields=["status", "ends_on", "starts_on"], name="project_schedule"
                            ),
                            models.Index(fields=["name_key", "id"], name="project_name"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("name", ""), _negated=True),
                                name="project_has_a_name",
                                violation_error_message="Give the project a name.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalStatusReport",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "date",
                            models.DateField(default=projects.clock.today, verbose_name="date"),
                        ),
                        (
                            "schedule_light",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("on_track", "On track"),
                                    ("attention", "Needs attention"),
                                    ("trouble", "In trouble"),
                                ],
                                max_length=10,
                                verbose_name="schedule",
                            ),
                        ),
                        (
                            "cost_light",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("on_track", "On track"),
                                    ("attention", "Needs attention"),
                                    ("trouble", "In trouble"),
                                ],
                                max_length=10,
                                verbose_name="cost",
                            ),
                        ),
                        (
                            "content_light",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("on_track", "On track"),
                                    ("attention", "Needs attention"),
                                    ("trouble", "In trouble"),
                                ],
                                max_length=10,
                                verbose_name="content",
                            ),
                        ),
                        (
                            "text",
                            models.TextField(blank=True, max_length=20000, verbose_name="text"),
                        ),
                        (
                            "forecast_end",
                            projects.fields.FuzzyDateField(blank=True, verbose_name="forecast end"),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                                max_length=1,
                            ),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="author",
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="projects.project",
                                verbose_name="project",
                            ),
                        ),
                        (
                            "number",
                            models.PositiveIntegerField(
                                editable=False, null=True, verbose_name="number"
                            ),
                        ),
                        (
                            "snapshot",
                            models.JSONField(
                                db_default=models.Value({}, models.JSONField()),
                                default=dict,
                                editable=False,
                            ),
                        ),
                        ("change_set", models.UUIDField(editable=False, null=True)),
                    ],
                    options={
                        "verbose_name": "historical status report",
                        "verbose_name_plural": "historical status reports",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalSchedulePhase",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "name",
                            models.CharField(blank=True, max_length=200, verbose_name="phase"),
                        ),
                        ("start", projects.fields.FuzzyDateField(blank=True, verbose_name="start")),
                        ("end", projects.fields.FuzzyDateField(blank=True, verbose_name="end")),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                                max_length=1,
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="projects.project",
                                verbose_name="project",
                            ),
                        ),
                        ("change_set", models.UUIDField(editable=False, null=True)),
                    ],
                    options={
                        "verbose_name": "historical schedule phase",
                        "verbose_name_plural": "historical schedule phases",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalResourceNeed",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "party",
                            models.CharField(
                                choices=[
                                    ("it", "IT department"),
                                    ("service_area", "Service area"),
                                    ("purchased", "Purchased services"),
                                ],
                                max_length=20,
                                verbose_name="from whom",
                            ),
                        ),
                        (
                            "description",
                            models.CharField(blank=True, max_length=300, verbose_name="what"),
                        ),
                        (
                            "low",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=8,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="at least",
                            ),
                        ),
                        (
                            "high",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=8,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="at most",
                            ),
                        ),
                        (
                            "unit",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("person_days", "person-days"),
                                    ("person_months", "person-months"),
                                    ("person_years", "person-years"),
                                    ("persons", "persons"),
                                ],
                                max_length=20,
                                verbose_name="unit",
                            ),
                        ),
                        (
                            "per",
                            models.CharField(
                                blank=True,
                                help_text="For instance process.",
                                max_length=100,
                                verbose_name="for each",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                                max_length=1,
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="projects.project",
                                verbose_name="project",
                            ),
                        ),
                        ("change_set", models.UUIDField(editable=False, null=True)),
                        (
                            "position",
                            models.PositiveSmallIntegerField(
                                db_default=32767,
                                default=32767,
                                editable=False,
                                verbose_name="place in the order",
                            ),
                        ),
                        (
                            "team",
                            models.CharField(
                                blank=True,
                                db_default="",
                                default="",
                                help_text="Of the IT department, if known.",
                                max_length=100,
                                verbose_name="team",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical resource need",
                        "verbose_name_plural": "historical resource needs",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalCostItem",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "description",
                            models.CharField(blank=True, max_length=300, verbose_name="what for"),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("investment", "Investment"),
                                    ("one_off", "One-off"),
                                    ("recurring", "Recurring"),
                                ],
                                max_length=20,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "low",
                            models.DecimalField(
                                decimal_places=2,
                                max_digits=14,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="at least (€)",
                            ),
                        ),
                        (
                            "high",
                            models.DecimalField(
                                decimal_places=2,
                                max_digits=14,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="at most (€)",
                            ),
                        ),
                        (
                            "per",
                            models.CharField(
                                choices=[
                                    ("total", "in total"),
                                    ("year", "a year"),
                                    ("month", "a month"),
                                    ("unit", "a unit"),
                                ],
                                max_length=10,
                                verbose_name="period",
                            ),
                        ),
                        (
                            "unit",
                            models.CharField(
                                blank=True,
                                help_text="For a sum a unit, for instance server.",
                                max_length=100,
                                verbose_name="unit",
                            ),
                        ),
                        (
                            "unit_count",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="number of units"
                            ),
                        ),
                        (
                            "vat",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("included", "VAT included"),
                                    ("excluded", "VAT not included"),
                                ],
                                max_length=10,
                                verbose_name="VAT",
                            ),
                        ),
                        (
                            "first_year",
                            models.PositiveIntegerField(
                                blank=True,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(1990),
                                    django.core.validators.MaxValueValidator(2199),
                                ],
                                verbose_name="first year",
                            ),
                        ),
                        (
                            "last_year",
                            models.PositiveIntegerField(
                                blank=True,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(1990),
                                    django.core.validators.MaxValueValidator(2199),
                                ],
                                verbose_name="last year",
                            ),
                        ),
                        (
                            "certainty",
                            models.CharField(
                                choices=[
                                    ("rough", "Rough guess"),
                                    ("estimate", "Estimate"),
                                    ("confirmed", "Confirmed"),
                                ],
                                default="estimate",
                                max_length=10,
                                verbose_name="certainty",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                                max_length=1,
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="projects.project",
                                verbose_name="project",
                            ),
                        ),
                        ("change_set", models.UUIDField(editable=False, null=True)),
                        (
                            "position",
                            models.PositiveSmallIntegerField(
                                db_default=32767,
                                default=32767,
                                editable=False,
                                verbose_name="place in the order",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical cost item",
                        "verbose_name_plural": "historical cost items",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="ServiceArea",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("name", models.CharField(max_length=200, verbose_name="name")),
                        (
                            "position",
                            models.PositiveIntegerField(
                                default=0,
                                help_text="Areas stand in this order in lists and in the plan.",
                                verbose_name="order",
                            ),
                        ),
                        (
                            "editors",
                            models.ManyToManyField(
                                blank=True,
                                help_text="Area editors who edit the projects of this area and of the units below it.",
                                related_name="areas",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="editors",
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="children",
                                to="projects.servicearea",
                                verbose_name="part of",
                            ),
                        ),
                        (
                            "name_key",
                            projects.fields.SortKeyField(
                                db_default=b"", default=b"", source="name"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "service area",
                        "verbose_name_plural": "service areas",
                        "ordering": ("position", "name_key"),
                        "indexes": [],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("parent", None)),
                                fields=("name",),
                                name="area_name_once_at_the_top",
                                violation_error_message="There is already an area of this name here.",
                            ),
                            models.UniqueConstraint(
                                fields=("parent", "name"),
                                name="area_name_once_in_its_place",
                                violation_error_message="There is already an area of this name here.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("pk", models.F("parent")), _negated=True),
                                name="area_not_part_of_itself",
                                violation_error_message="An area cannot be part of itself.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalServiceArea",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=200, verbose_name="name")),
                        (
                            "position",
                            models.PositiveIntegerField(
                                default=0,
                                help_text="Areas stand in this order in lists and in the plan.",
                                verbose_name="order",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                                max_length=1,
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="projects.servicearea",
                                verbose_name="part of",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical service area",
                        "verbose_name_plural": "historical service areas",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalProject",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=300, verbose_name="name")),
                        (
                            "scope",
                            models.CharField(
                                choices=[
                                    ("infrastructure", "Infrastructure, owned by IT"),
                                    ("city_wide", "Whole city"),
                                    ("service_area", "Service area"),
                                ],
                                max_length=20,
                                verbose_name="scope",
                            ),
                        ),
                        (
                            "description",
                            models.TextField(
                                blank=True, max_length=100000, verbose_name="description"
                            ),
                        ),
                        (
                            "change_effects",
                            models.TextField(
                                blank=True,
                                help_text="What changes when the project is carried out?",
                                max_length=100000,
                                verbose_name="economic and functional effects",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("proposal", "Proposal"),
                                    ("approved", "Approved"),
                                    ("in_progress", "In progress"),
                                    ("on_hold", "On hold"),
                                    ("completed", "Completed"),
                                    ("cancelled", "Cancelled"),
                                ],
                                default="proposal",
                                max_length=20,
                                verbose_name="status",
                            ),
                        ),
                        (
                            "is_flagship",
                            models.BooleanField(default=False, verbose_name="flagship project"),
                        ),
                        (
                            "priority",
                            models.CharField(
                                choices=[("high", "High"), ("normal", "Normal"), ("low", "Low")],
                                default="normal",
                                max_length=10,
                                verbose_name="priority",
                            ),
                        ),
                        (
                            "strategic_goal_text",
                            models.TextField(
                                blank=True,
                                max_length=100000,
                                verbose_name="strategic goal in words",
                            ),
                        ),
                        (
                            "schedule_text",
                            models.TextField(
                                blank=True, max_length=100000, verbose_name="schedule in words"
                            ),
                        ),
                        (
                            "likelihood",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("certain", "Certain – in our own hands"),
                                    ("likely", "Likely"),
                                    ("uncertain", "Uncertain – depends on others"),
                                    ("unlikely", "Unlikely"),
                                ],
                                max_length=20,
                                verbose_name="likelihood of keeping the schedule",
                            ),
                        ),
                        (
                            "likelihood_text",
                            models.TextField(
                                blank=True, max_length=100000, verbose_name="likelihood explained"
                            ),
                        ),
                        (
                            "responsible_party",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("it", "IT department"),
                                    ("service_area", "Service area"),
                                    ("shared", "Together"),
                                ],
                                max_length=20,
                                verbose_name="answers for the schedule",
                            ),
                        ),
                        (
                            "responsible_text",
                            models.TextField(
                                blank=True,
                                max_length=100000,
                                verbose_name="responsibility explained",
                            ),
                        ),
                        (
                            "cost_text",
                            models.TextField(
                                blank=True, max_length=100000, verbose_name="costs in words"
                            ),
                        ),
                        (
                            "resource_text",
                            models.TextField(
                                blank=True, max_length=100000, verbose_name="resources in words"
                            ),
                        ),
                        (
                            "owner_name",
                            models.CharField(
                                blank=True,
                                help_text="If the owner has no account.",
                                max_length=200,
                                verbose_name="owner's name",
                            ),
                        ),
                        (
                            "manager_name",
                            models.CharField(
                                blank=True,
                                help_text="If the project manager has no account.",
                                max_length=200,
                                verbose_name="project manager's name",
                            ),
                        ),
                        (
                            "notes",
                            models.TextField(blank=True, max_length=100000, verbose_name="notes"),
                        ),
                        (
                            "is_not_public",
                            models.BooleanField(
                                default=False,
                                help_text="Left out of public editions, for instance because of security arrangements (Act 621/1999, section 24).",
                                verbose_name="not public",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                                max_length=1,
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "manager",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="project manager",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="owner",
                            ),
                        ),
                        (
                            "service_area",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="projects.servicearea",
                                verbose_name="service area",
                            ),
                        ),
                        (
                            "not_public_fields",
                            projects.fields.NamesField(
                                blank=True,
                                db_default="",
                                default="",
                                help_text="Seen only by IT planners, the project's owner and manager and the readers named here; nobody else finds the project by these texts.",
                                max_length=300,
                                verbose_name="fields that are not public",
                            ),
                        ),
                        (
                            "language",
                            models.CharField(
                                blank=True,
                                choices=[("fi", "Finnish"), ("sv", "Swedish"), ("en", "English")],
                                db_default="",
                                default="",
                                help_text="Empty: the language of the plan that the project stands in.",
                                max_length=2,
                                verbose_name="language of the texts",
                            ),
                        ),
                        ("change_set", models.UUIDField(editable=False, null=True)),
                    ],
                    options={
                        "verbose_name": "historical project",
                        "verbose_name_plural": "historical projects",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="StatusReport",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "date",
                            models.DateField(default=projects.clock.today, verbose_name="date"),
                        ),
                        (
                            "schedule_light",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("on_track", "On track"),
                                    ("attention", "Needs attention"),
                                    ("trouble", "In trouble"),
                                ],
                                max_length=10,
                                verbose_name="schedule",
                            ),
                        ),
                        (
                            "cost_light",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("on_track", "On track"),
                                    ("attention", "Needs attention"),
                                    ("trouble", "In trouble"),
                                ],
                                max_length=10,
                                verbose_name="cost",
                            ),
                        ),
                        (
                            "content_light",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("on_track", "On track"),
                                    ("attention", "Needs attention"),
                                    ("trouble", "In trouble"),
                                ],
                                max_length=10,
                                verbose_name="content",
                            ),
                        ),
                        (
                            "text",
                            models.TextField(blank=True, max_length=20000, verbose_name="text"),
                        ),
                        (
                            "forecast_end",
                            projects.fields.FuzzyDateField(blank=True, verbose_name="forecast end"),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="author",
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reports",
                                to="projects.project",
                                verbose_name="project",
                            ),
                        ),
                        (
                            "number",
                            models.PositiveIntegerField(
                                editable=False, null=True, verbose_name="number"
                            ),
                        ),
                        (
                            "snapshot",
                            models.JSONField(
                                db_default=models.Value({}, models.JSONField()),
                                default=dict,
                                editable=False,
                            ),
                        ),
                        (
                            "forecast_date",
                            projects.fields.FuzzyBoundField(
                                blank=True,
                                bound="last",
                                editable=False,
                                null=True,
                                source="forecast_end",
                                verbose_name="last day",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "status report",
                        "verbose_name_plural": "status reports",
                        "ordering": ("-date", "-pk"),
                        "indexes": [
                            models.Index(fields=["project", "-date"], name="report_latest")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("project", "number"), name="report_number"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalProject_strategic_goals",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
                        (
                            "history",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                to="projects.historicalproject",
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_tablespace="",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="projects.project",
                            ),
                        ),
                        (
                            "strategicgoal",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_tablespace="",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="projects.strategicgoal",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "HistoricalProject_strategic_goals",
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="CostItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "description",
                            models.CharField(blank=True, max_length=300, verbose_name="what for"),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("investment", "Investment"),
                                    ("one_off", "One-off"),
                                    ("recurring", "Recurring"),
                                ],
                                max_length=20,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "low",
                            models.DecimalField(
                                decimal_places=2,
                                max_digits=14,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="at least (€)",
                            ),
                        ),
                        (
                            "high",
                            models.DecimalField(
                                decimal_places=2,
                                max_digits=14,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="at most (€)",
                            ),
                        ),
                        (
                            "per",
                            models.CharField(
                                choices=[
                                    ("total", "in total"),
                                    ("year", "a year"),
                                    ("month", "a month"),
                                    ("unit", "a unit"),
                                ],
                                max_length=10,
                                verbose_name="period",
                            ),
                        ),
                        (
                            "unit",
                            models.CharField(
                                blank=True,
                                help_text="For a sum a unit, for instance server.",
                                max_length=100,
                                verbose_name="unit",
                            ),
                        ),
                        (
                            "unit_count",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="number of units"
                            ),
                        ),
                        (
                            "vat",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("included", "VAT included"),
                                    ("excluded", "VAT not included"),
                                ],
                                max_length=10,
                                verbose_name="VAT",
                            ),
                        ),
                        (
                            "first_year",
                            models.PositiveIntegerField(
                                blank=True,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(1990),
                                    django.core.validators.MaxValueValidator(2199),
                                ],
                                verbose_name="first year",
                            ),
                        ),
                        (
                            "last_year",
                            models.PositiveIntegerField(
                                blank=True,
                                null=True,
                                validators=[
                                    django.core.validators.MinValueValidator(1990),
                                    django.core.validators.MaxValueValidator(2199),
                                ],
                                verbose_name="last year",
                            ),
                        ),
                        (
                            "certainty",
                            models.CharField(
                                choices=[
                                    ("rough", "Rough guess"),
                                    ("estimate", "Estimate"),
                                    ("confirmed", "Confirmed"),
                                ],
                                default="estimate",
                                max_length=10,
                                verbose_name="certainty",
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="costs",
                                to="projects.project",
                                verbose_name="project",
                            ),
                        ),
                        (
                            "position",
                            models.PositiveSmallIntegerField(
                                db_default=32767,
                                default=32767,
                                editable=False,
                                verbose_name="place in the order",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "cost item",
                        "verbose_name_plural": "cost items",
                        "ordering": ("position", "pk"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("low__gte", 0), ("low__lte", models.F("high"))),
                                name="cost_low_not_above_high",
                                violation_error_message="The lower sum is above the higher one.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("per", ""), _negated=True),
                                name="cost_has_a_period",
                                violation_error_message="Say what the sum is paid for: in total, a year …",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("first_year", None),
                                    ("last_year", None),
                                    ("first_year__lte", models.F("last_year")),
                                    _connector="OR",
                                ),
                                name="cost_last_year_not_before_first",
                                violation_error_message="The last year is before the first.",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="ResourceNeed",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "party",
                            models.CharField(
                                choices=[
                                    ("it", "IT department"),
                                    ("service_area", "Service area"),
                                    ("purchased", "Purchased services"),
                                ],
                                max_length=20,
                                verbose_name="from whom",
                            ),
                        ),
                        (
                            "description",
                            models.CharField(blank=True, max_length=300, verbose_name="what"),
                        ),
                        (
                            "low",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=8,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="at least",
                            ),
                        ),
                        (
                            "high",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=8,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="at most",
                            ),
                        ),
                        (
                            "unit",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("person_days", "person-days"),
                                    ("person_months", "person-months"),
                                    ("person_years", "person-years"),
                                    ("persons", "persons"),
                                ],
                                max_length=20,
                                verbose_name="unit",
                            ),
                        ),
                        (
                            "per",
                            models.CharField(
                                blank=True,
                                help_text="For instance process.",
                                max_length=100,
                                verbose_name="for each",
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="resources",
                                to="projects.project",
                                verbose_name="project",
                            ),
                        ),
                        (
                            "position",
                            models.PositiveSmallIntegerField(
                                db_default=32767,
                                default=32767,
                                editable=False,
                                verbose_name="place in the order",
                            ),
                        ),
                        (
                            "team",
                            models.CharField(
                                blank=True,
                                db_default="",
                                default="",
                                help_text="Of the IT department, if known.",
                                max_length=100,
                                verbose_name="team",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "resource need",
                        "verbose_name_plural": "resource needs",
                        "ordering": ("position", "pk"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("high", None), ("low", None)),
                                    models.Q(("low__gte", 0), ("low__lte", models.F("high"))),
                                    _connector="OR",
                                ),
                                name="resource_low_not_above_high",
                                violation_error_message="The lower amount is above the higher one.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("low", None),
                                    models.Q(("unit", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="resource_amount_has_a_unit",
                                violation_error_message="Say what the amount counts, for instance person-days.",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="SchedulePhase",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "name",
                            models.CharField(blank=True, max_length=200, verbose_name="phase"),
                        ),
                        ("start", projects.fields.FuzzyDateField(blank=True, verbose_name="start")),
                        ("end", projects.fields.FuzzyDateField(blank=True, verbose_name="end")),
                        (
                            "start_date",
                            projects.fields.FuzzyBoundField(
                                blank=True,
                                bound="first",
                                editable=False,
                                null=True,
                                source="start",
                                verbose_name="first day",
                            ),
                        ),
                        (
                            "end_date",
                            projects.fields.FuzzyBoundField(
                                blank=True,
                                bound="last",
                                editable=False,
                                null=True,
                                source="end",
                                verbose_name="last day",
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="phases",
                                to="projects.project",
                                verbose_name="project",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "schedule phase",
                        "verbose_name_plural": "schedule phases",
                        "ordering": (models.OrderBy(models.F("start_date"), nulls_last=True), "pk"),
                        "indexes": [
                            models.Index(
                                fields=["project", "start_date", "end_date"], name="phase_bounds"
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("start_date", None),
                                    ("end_date", None),
                                    ("start_date__lte", models.F("end_date")),
                                    _connector="OR",
                                ),
                                name="phase_ends_after_its_start",
                                violation_error_message="The end is before the start.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DashboardLayout",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("widgets", models.JSONField(default=list)),
                        (
                            "user",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="dashboard_layout",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "order of the dashboard",
                        "verbose_name_plural": "orders of the dashboard",
                        "indexes": [],
                        "constraints": [
                            models.UniqueConstraint(
                                models.Value(1),
                                condition=models.Q(("user", None)),
                                name="one_shared_dashboard",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Reminder",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("at", models.DateTimeField(auto_now_add=True, verbose_name="time")),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="who",
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reminders",
                                to="projects.project",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "reminder",
                        "verbose_name_plural": "reminders",
                        "ordering": ("-at",),
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="SavedView",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("name", models.CharField(max_length=100, verbose_name="name")),
                        ("query", models.CharField(blank=True, max_length=4000)),
                        (
                            "is_shared",
                            models.BooleanField(default=False, verbose_name="for everybody"),
                        ),
                        (
                            "is_default",
                            models.BooleanField(
                                default=False, verbose_name="the list opens with it"
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="saved_views",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="owner",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "saved view",
                        "verbose_name_plural": "saved views",
                        "ordering": ("is_shared", "name", "pk"),
                        "indexes": [],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("owner", "name"),
                                name="saved_view_name_once",
                                violation_error_message="You have a view of this name already.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Benefit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "description",
                            models.CharField(max_length=300, verbose_name="what gets better"),
                        ),
                        (
                            "measure",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="how it is measured"
                            ),
                        ),
                        (
                            "baseline",
                            models.CharField(
                                blank=True, max_length=100, verbose_name="value at the start"
                            ),
                        ),
                        (
                            "target",
                            models.CharField(blank=True, max_length=100, verbose_name="target"),
                        ),
                        (
                            "due",
                            projects.fields.FuzzyDateField(blank=True, verbose_name="reached by"),
                        ),
                        (
                            "due_date",
                            projects.fields.FuzzyBoundField(
                                blank=True,
                                bound="last",
                                editable=False,
                                null=True,
                                source="due",
                                verbose_name="last day",
                            ),
                        ),
                        (
                            "realised",
                            models.CharField(
                                blank=True, max_length=100, verbose_name="realised value"
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="benefits",
                                to="projects.project",
                                verbose_name="project",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "benefit",
                        "verbose_name_plural": "benefits",
                        "ordering": (models.OrderBy(models.F("due_date"), nulls_last=True), "pk"),
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Dependency",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("waits_for", "waits for"),
                                    ("blocks", "holds up"),
                                    ("relates", "relates to"),
                                ],
                                max_length=10,
                                verbose_name="dependency",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                        (
                            "other",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="named_by",
                                to="projects.project",
                                verbose_name="other project",
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="dependencies",
                                to="projects.project",
                                verbose_name="project",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "dependency",
                        "verbose_name_plural": "dependencies",
                        "ordering": ("pk",),
                        "indexes": [],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("project", "other"),
                                name="dependency_once",
                                violation_error_message="These projects already have a dependency.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("project", models.F("other")), _negated=True),
                                name="dependency_on_another",
                                violation_error_message="A project cannot depend on itself.",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalBenefit",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "description",
                            models.CharField(max_length=300, verbose_name="what gets better"),
                        ),
                        (
                            "measure",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="how it is measured"
                            ),
                        ),
                        (
                            "baseline",
                            models.CharField(
                                blank=True, max_length=100, verbose_name="value at the start"
                            ),
                        ),
                        (
                            "target",
                            models.CharField(blank=True, max_length=100, verbose_name="target"),
                        ),
                        (
                            "due",
                            projects.fields.FuzzyDateField(blank=True, verbose_name="reached by"),
                        ),
                        (
                            "realised",
                            models.CharField(
                                blank=True, max_length=100, verbose_name="realised value"
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                                max_length=1,
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="projects.project",
                                verbose_name="project",
                            ),
                        ),
                        ("change_set", models.UUIDField(editable=False, null=True)),
                    ],
                    options={
                        "verbose_name": "historical benefit",
                        "verbose_name_plural": "historical benefits",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalDependency",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("waits_for", "waits for"),
                                    ("blocks", "holds up"),
                                    ("relates", "relates to"),
                                ],
                                max_length=10,
                                verbose_name="dependency",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                                max_length=1,
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "other",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="projects.project",
                                verbose_name="other project",
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="projects.project",
                                verbose_name="project",
                            ),
                        ),
                        ("change_set", models.UUIDField(editable=False, null=True)),
                    ],
                    options={
                        "verbose_name": "historical dependency",
                        "verbose_name_plural": "historical dependencies",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalMilestone",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=200, verbose_name="milestone")),
                        (
                            "due",
                            projects.fields.FuzzyDateField(blank=True, verbose_name="planned for"),
                        ),
                        (
                            "reached_on",
                            models.DateField(blank=True, null=True, verbose_name="reached on"),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                                max_length=1,
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="projects.project",
                                verbose_name="project",
                            ),
                        ),
                        ("change_set", models.UUIDField(editable=False, null=True)),
                    ],
                    options={
                        "verbose_name": "historical milestone",
                        "verbose_name_plural": "historical milestones",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalRisk",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "description",
                            models.CharField(max_length=300, verbose_name="what could happen"),
                        ),
                        (
                            "cause",
                            models.TextField(
                                blank=True, max_length=5000, verbose_name="what it comes from"
                            ),
                        ),
                        (
                            "consequence",
                            models.TextField(
                                blank=True, max_length=5000, verbose_name="what follows from it"
                            ),
                        ),
                        (
                            "probability",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (1, "very unlikely"),
                                    (2, "unlikely"),
                                    (3, "possible"),
                                    (4, "likely"),
                                    (5, "almost certain"),
                                ],
                                verbose_name="probability",
                            ),
                        ),
                        (
                            "impact",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (1, "negligible"),
                                    (2, "minor"),
                                    (3, "notable"),
                                    (4, "serious"),
                                    (5, "critical"),
                                ],
                                verbose_name="impact",
                            ),
                        ),
                        (
                            "response",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("avoid", "Avoid"),
                                    ("reduce", "Reduce"),
                                    ("transfer", "Transfer"),
                                    ("accept", "Accept"),
                                ],
                                max_length=10,
                                verbose_name="response",
                            ),
                        ),
                        (
                            "response_text",
                            models.TextField(
                                blank=True, max_length=5000, verbose_name="what is done"
                            ),
                        ),
                        (
                            "owner_name",
                            models.CharField(
                                blank=True,
                                help_text="If the owner has no account.",
                                max_length=200,
                                verbose_name="owner's name",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[("open", "Open"), ("closed", "Closed")],
                                default="open",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                                max_length=1,
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="owner",
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="projects.project",
                                verbose_name="project",
                            ),
                        ),
                        ("change_set", models.UUIDField(editable=False, null=True)),
                    ],
                    options={
                        "verbose_name": "historical risk",
                        "verbose_name_plural": "historical risks",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Milestone",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("name", models.CharField(max_length=200, verbose_name="milestone")),
                        (
                            "due",
                            projects.fields.FuzzyDateField(blank=True, verbose_name="planned for"),
                        ),
                        (
                            "due_date",
                            projects.fields.FuzzyBoundField(
                                blank=True,
                                bound="last",
                                editable=False,
                                null=True,
                                source="due",
                                verbose_name="last day",
                            ),
                        ),
                        (
                            "reached_on",
                            models.DateField(blank=True, null=True, verbose_name="reached on"),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="milestones",
                                to="projects.project",
                                verbose_name="project",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "milestone",
                        "verbose_name_plural": "milestones",
                        "ordering": (models.OrderBy(models.F("due_date"), nulls_last=True), "pk"),
                        "indexes": [
                            models.Index(fields=["project", "due_date"], name="milestone_due")
                        ],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Risk",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "description",
                            models.CharField(max_length=300, verbose_name="what could happen"),
                        ),
                        (
                            "cause",
                            models.TextField(
                                blank=True, max_length=5000, verbose_name="what it comes from"
                            ),
                        ),
                        (
                            "consequence",
                            models.TextField(
                                blank=True, max_length=5000, verbose_name="what follows from it"
                            ),
                        ),
                        (
                            "probability",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (1, "very unlikely"),
                                    (2, "unlikely"),
                                    (3, "possible"),
                                    (4, "likely"),
                                    (5, "almost certain"),
                                ],
                                verbose_name="probability",
                            ),
                        ),
                        (
                            "impact",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (1, "negligible"),
                                    (2, "minor"),
                                    (3, "notable"),
                                    (4, "serious"),
                                    (5, "critical"),
                                ],
                                verbose_name="impact",
                            ),
                        ),
                        (
                            "response",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("avoid", "Avoid"),
                                    ("reduce", "Reduce"),
                                    ("transfer", "Transfer"),
                                    ("accept", "Accept"),
                                ],
                                max_length=10,
                                verbose_name="response",
                            ),
                        ),
                        (
                            "response_text",
                            models.TextField(
                                blank=True, max_length=5000, verbose_name="what is done"
                            ),
                        ),
                        (
                            "owner_name",
                            models.CharField(
                                blank=True,
                                help_text="If the owner has no account.",
                                max_length=200,
                                verbose_name="owner's name",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[("open", "Open"), ("closed", "Closed")],
                                default="open",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="owned_risks",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="owner",
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="risks",
                                to="projects.project",
                                verbose_name="project",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "risk",
                        "verbose_name_plural": "risks",
                        "ordering": ("pk",),
                        "indexes": [
                            models.Index(
                                fields=["state", "probability", "impact", "project"],
                                name="risk_matrix",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("impact__in", [1, 2, 3, 4, 5]),
                                    ("probability__in", [1, 2, 3, 4, 5]),
                                ),
                                name="risk_from_one_to_five",
                                violation_error_message="Probability and impact are numbers from 1 to 5.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Attachment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "file",
                            models.FileField(
                                editable=False,
                                upload_to=projects.models.attachments.stored_name,
                                verbose_name="file",
                            ),
                        ),
                        ("name", models.CharField(max_length=150, verbose_name="file name")),
                        ("kind", models.CharField(editable=False, max_length=100)),
                        (
                            "size",
                            models.PositiveBigIntegerField(editable=False, verbose_name="size"),
                        ),
                        (
                            "note",
                            models.CharField(blank=True, max_length=300, verbose_name="what it is"),
                        ),
                        ("added_at", models.DateTimeField(auto_now_add=True, verbose_name="added")),
                        ("is_removed", models.BooleanField(default=False, verbose_name="removed")),
                        (
                            "added_by",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attachments",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="added by",
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="attachments",
                                to="projects.project",
                                verbose_name="project",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "attachment",
                        "verbose_name_plural": "attachments",
                        "ordering": ("name", "pk"),
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Comment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("text", models.TextField(max_length=10000, verbose_name="comment")),
                        (
                            "created_at",
                            models.DateTimeField(auto_now_add=True, verbose_name="added"),
                        ),
                        (
                            "edited_at",
                            models.DateTimeField(
                                editable=False, null=True, verbose_name="last changed"
                            ),
                        ),
                        (
                            "is_withdrawn",
                            models.BooleanField(default=False, verbose_name="withdrawn"),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="comments",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="author",
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="comments",
                                to="projects.project",
                                verbose_name="project",
                            ),
                        ),
                        (
                            "read_by",
                            models.ManyToManyField(
                                blank=True,
                                editable=False,
                                related_name="mentions_read",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="read by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "comment",
                        "verbose_name_plural": "comments",
                        "ordering": ("created_at", "pk"),
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalAttachment",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "file",
                            models.TextField(editable=False, max_length=100, verbose_name="file"),
                        ),
                        ("name", models.CharField(max_length=150, verbose_name="file name")),
                        ("kind", models.CharField(editable=False, max_length=100)),
                        (
                            "size",
                            models.PositiveBigIntegerField(editable=False, verbose_name="size"),
                        ),
                        (
                            "note",
                            models.CharField(blank=True, max_length=300, verbose_name="what it is"),
                        ),
                        (
                            "added_at",
                            models.DateTimeField(blank=True, editable=False, verbose_name="added"),
                        ),
                        ("is_removed", models.BooleanField(default=False, verbose_name="removed")),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                                max_length=1,
                            ),
                        ),
                        (
                            "added_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="added by",
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="projects.project",
                                verbose_name="project",
                            ),
                        ),
                        ("change_set", models.UUIDField(editable=False, null=True)),
                    ],
                    options={
                        "verbose_name": "historical attachment",
                        "verbose_name_plural": "historical attachments",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalComment",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("text", models.TextField(max_length=10000, verbose_name="comment")),
                        (
                            "created_at",
                            models.DateTimeField(blank=True, editable=False, verbose_name="added"),
                        ),
                        (
                            "edited_at",
                            models.DateTimeField(
                                editable=False, null=True, verbose_name="last changed"
                            ),
                        ),
                        (
                            "is_withdrawn",
                            models.BooleanField(default=False, verbose_name="withdrawn"),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                                max_length=1,
                            ),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="author",
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="projects.project",
                                verbose_name="project",
                            ),
                        ),
                        ("change_set", models.UUIDField(editable=False, null=True)),
                    ],
                    options={
                        "verbose_name": "historical comment",
                        "verbose_name_plural": "historical comments",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Follow",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("since", models.DateTimeField(auto_now_add=True, verbose_name="time")),
                        (
                            "project",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="follows",
                                to="projects.project",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="follows",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="who",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "followed project",
                        "verbose_name_plural": "followed projects",
                        "ordering": ("project__name_key", "project"),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("project", "user"), name="followed_once"
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="SearchWord",
                    fields=[
                        (
                            "word",
                            models.CharField(
                                editable=False, max_length=60, primary_key=True, serialize=False
                            ),
                        ),
                        ("finnish", models.CharField(editable=False, max_length=60)),
                        ("swedish", models.CharField(editable=False, max_length=60)),
                        (
                            "english",
                            models.CharField(
                                db_default="", default="", editable=False, max_length=60
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "searched word",
                        "verbose_name_plural": "searched words",
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="SearchEntry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("kind", models.CharField(editable=False, max_length=80)),
                        ("row_id", models.BigIntegerField()),
                        ("field", models.CharField(editable=False, max_length=80)),
                        ("piece", models.CharField(blank=True, editable=False, max_length=30)),
                        ("weight", models.PositiveSmallIntegerField()),
                        ("words", projects.models.search.WordsField()),
                        (
                            "project",
                            models.ForeignKey(
                                null=True,
                                on_delete=projects.models.search.goes_unnamed,
                                related_name="+",
                                to="projects.project",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "searched text",
                        "verbose_name_plural": "searched texts",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("kind", "row_id", "field"),
                                name="searched_text_once_in_the_index",
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="SheetImport",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("model", models.CharField(editable=False, max_length=80)),
                        ("file_name", models.CharField(max_length=200, verbose_name="file")),
                        ("kind", models.CharField(editable=False, max_length=10)),
                        ("data", models.BinaryField()),
                        ("rows", models.PositiveIntegerField(default=0, verbose_name="rows")),
                        ("preview", models.JSONField(null=True)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "Not imported yet"),
                                    ("done", "Imported"),
                                    ("undone", "Taken back"),
                                ],
                                default="waiting",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="added"
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="uploaded by",
                            ),
                        ),
                        (
                            "sha256",
                            models.CharField(
                                blank=True, db_default="", default="", editable=False, max_length=64
                            ),
                        ),
                        (
                            "undo",
                            models.JSONField(
                                db_default=models.Value({}, models.JSONField()), default=dict
                            ),
                        ),
                        (
                            "answers",
                            models.JSONField(
                                db_default=models.Value({}, models.JSONField()), default=dict
                            ),
                        ),
                        (
                            "mended",
                            models.JSONField(
                                db_default=models.Value({}, models.JSONField()), default=dict
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "spreadsheet to import",
                        "verbose_name_plural": "spreadsheets to import",
                        "ordering": ("-pk",),
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalMeeting",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("change_set", models.UUIDField(editable=False, null=True)),
                        (
                            "group",
                            models.CharField(
                                help_text="Meetings of one group follow each other: what changed since the last one.",
                                max_length=200,
                                verbose_name="group that meets",
                            ),
                        ),
                        ("day", models.DateField(verbose_name="day")),
                        (
                            "other_people",
                            models.CharField(
                                blank=True,
                                help_text="Names of those who have no account.",
                                max_length=500,
                                verbose_name="other participants",
                            ),
                        ),
                        ("query", models.CharField(blank=True, editable=False, max_length=4000)),
                        (
                            "closed_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="closed"
                            ),
                        ),
                        (
                            "sent_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="minutes sent"
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                                max_length=1,
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical meeting",
                        "verbose_name_plural": "historical meetings",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Meeting",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "group",
                            models.CharField(
                                help_text="Meetings of one group follow each other: what changed since the last one.",
                                max_length=200,
                                verbose_name="group that meets",
                            ),
                        ),
                        ("day", models.DateField(verbose_name="day")),
                        (
                            "other_people",
                            models.CharField(
                                blank=True,
                                help_text="Names of those who have no account.",
                                max_length=500,
                                verbose_name="other participants",
                            ),
                        ),
                        ("query", models.CharField(blank=True, editable=False, max_length=4000)),
                        (
                            "closed_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="closed"
                            ),
                        ),
                        (
                            "sent_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="minutes sent"
                            ),
                        ),
                        (
                            "participants",
                            models.ManyToManyField(
                                blank=True,
                                help_text="They see the agenda and get the minutes, of the projects that they may see.",
                                related_name="meetings",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="participants",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "meeting",
                        "verbose_name_plural": "meetings",
                        "ordering": ("-day", "-pk"),
                        "indexes": [
                            models.Index(fields=["group", "-day"], name="meeting_of_group")
                        ],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalMeetingItem",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("change_set", models.UUIDField(editable=False, null=True)),
                        ("position", models.PositiveIntegerField(default=0, verbose_name="place")),
                        (
                            "asks",
                            models.TextField(
                                blank=True, max_length=1000, verbose_name="decision asked for"
                            ),
                        ),
                        (
                            "closed_as",
                            models.JSONField(
                                db_default=models.Value({}, models.JSONField()),
                                default=dict,
                                editable=False,
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                                max_length=1,
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="projects.project",
                                verbose_name="project",
                            ),
                        ),
                        (
                            "meeting",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="projects.meeting",
                                verbose_name="meeting",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical project of a meeting",
                        "verbose_name_plural": "historical projects of a meeting",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalMeetingEntry",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("change_set", models.UUIDField(editable=False, null=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("decision", "Decision"),
                                    ("action", "Action"),
                                    ("note", "Note"),
                                ],
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("text", models.TextField(max_length=5000, verbose_name="text")),
                        (
                            "owner_name",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="owner's name"
                            ),
                        ),
                        ("due", models.DateField(blank=True, null=True, verbose_name="by")),
                        (
                            "done_on",
                            models.DateField(blank=True, null=True, verbose_name="done on"),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                                max_length=1,
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="who",
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="projects.project",
                                verbose_name="project",
                            ),
                        ),
                        (
                            "written_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="written by",
                            ),
                        ),
                        (
                            "meeting",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="projects.meeting",
                                verbose_name="meeting",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical entry of a meeting",
                        "verbose_name_plural": "historical entries of meetings",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalMeeting_participants",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
                        (
                            "history",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                to="projects.historicalmeeting",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_tablespace="",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "meeting",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_tablespace="",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="projects.meeting",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "HistoricalMeeting_participants",
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="MeetingEntry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("decision", "Decision"),
                                    ("action", "Action"),
                                    ("note", "Note"),
                                ],
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("text", models.TextField(max_length=5000, verbose_name="text")),
                        (
                            "owner_name",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="owner's name"
                            ),
                        ),
                        ("due", models.DateField(blank=True, null=True, verbose_name="by")),
                        (
                            "done_on",
                            models.DateField(blank=True, null=True, verbose_name="done on"),
                        ),
                        (
                            "meeting",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="entries",
                                to="projects.meeting",
                                verbose_name="meeting",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="meeting_actions",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="who",
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="meeting_entries",
                                to="projects.project",
                                verbose_name="project",
                            ),
                        ),
                        (
                            "written_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="written by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "entry of a meeting",
                        "verbose_name_plural": "entries of meetings",
                        "ordering": ("pk",),
                        "indexes": [
                            models.Index(
                                fields=["owner", "kind", "done_on"], name="meeting_open_actions"
                            )
                        ],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="MeetingItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("position", models.PositiveIntegerField(default=0, verbose_name="place")),
                        (
                            "asks",
                            models.TextField(
                                blank=True, max_length=1000, verbose_name="decision asked for"
                            ),
                        ),
                        (
                            "closed_as",
                            models.JSONField(
                                db_default=models.Value({}, models.JSONField()),
                                default=dict,
                                editable=False,
                            ),
                        ),
                        (
                            "meeting",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="items",
                                to="projects.meeting",
                                verbose_name="meeting",
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="meeting_items",
                                to="projects.project",
                                verbose_name="project",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "project of a meeting",
                        "verbose_name_plural": "projects of a meeting",
                        "ordering": ("position", "pk"),
                        "indexes": [],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("meeting", "project"),
                                name="meeting_project_once",
                                violation_error_message="The project is on the agenda already.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="KeptState",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("key", models.BigIntegerField()),
                        ("first", models.DateField()),
                        ("until", models.DateField()),
                        ("name", models.CharField(max_length=300)),
                        ("name_key", projects.fields.SortKeyField(default=b"", source="name")),
                        ("language", models.CharField(blank=True, max_length=2)),
                        ("area", models.BigIntegerField()),
                        ("status", models.CharField(max_length=20)),
                        ("is_flagship", models.BooleanField()),
                        ("likelihood", models.CharField(blank=True, max_length=20)),
                        ("is_not_public", models.BooleanField()),
                        ("marks", models.CharField(blank=True, max_length=300)),
                        ("start", projects.fields.FuzzyDateField(blank=True)),
                        ("end", projects.fields.FuzzyDateField(blank=True)),
                        ("starts_on", models.DateField(null=True)),
                        ("ends_on", models.DateField(null=True)),
                        (
                            "cost_low",
                            models.DecimalField(decimal_places=2, max_digits=17, null=True),
                        ),
                        (
                            "cost_high",
                            models.DecimalField(decimal_places=2, max_digits=17, null=True),
                        ),
                        ("schedule_light", models.CharField(blank=True, max_length=10)),
                        ("cost_light", models.CharField(blank=True, max_length=10)),
                        ("content_light", models.CharField(blank=True, max_length=10)),
                        ("reported_on", models.DateField(null=True)),
                        ("forecast_date", models.DateField(null=True)),
                        ("other", projects.fields.SameRowField()),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["first"], name="kept_state_first"),
                            models.Index(fields=["until"], name="kept_state_until"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("key", "first"), name="kept_state_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("first__lt", models.F("until"))),
                                name="kept_state_lasts",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Feed",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("name", models.CharField(max_length=100, verbose_name="name")),
                        ("query", models.CharField(blank=True, max_length=4000)),
                        ("added_at", models.DateTimeField(auto_now_add=True, verbose_name="added")),
                        (
                            "read_on",
                            models.DateField(editable=False, null=True, verbose_name="last read"),
                        ),
                        ("nonce", models.CharField(editable=False, max_length=32)),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="feeds",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="owner",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "feed",
                        "verbose_name_plural": "feeds",
                        "ordering": ("name", "pk"),
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalBudgetYear",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("change_set", models.UUIDField(editable=False, null=True)),
                        (
                            "year",
                            models.PositiveIntegerField(
                                validators=[
                                    django.core.validators.MinValueValidator(1990),
                                    django.core.validators.MaxValueValidator(2199),
                                ],
                                verbose_name="year",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("investment", "Investment"),
                                    ("one_off", "One-off"),
                                    ("recurring", "Recurring"),
                                ],
                                help_text="Empty: all kinds in one sum.",
                                max_length=20,
                                verbose_name="kind of cost",
                            ),
                        ),
                        (
                            "frame",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                help_text="Without VAT. Empty: not known.",
                                max_digits=14,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="budget frame (€)",
                            ),
                        ),
                        (
                            "spent",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                help_text="From the beginning of the year. Empty: not known.",
                                max_digits=14,
                                null=True,
                                verbose_name="actual (€)",
                            ),
                        ),
                        (
                            "spent_until",
                            models.DateField(blank=True, null=True, verbose_name="actual until"),
                        ),
                        (
                            "forecast",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                help_text="What the whole year is going to cost. Empty: not known.",
                                max_digits=14,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="forecast (€)",
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                blank=True,
                                help_text="Where the forecast or the actual goes over the budget frame of the year.",
                                max_length=300,
                                verbose_name="reason of the overrun",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                                max_length=1,
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="projects.project",
                                verbose_name="project",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical budget year",
                        "verbose_name_plural": "historical budget years",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalLedgerCode",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("change_set", models.UUIDField(editable=False, null=True)),
                        (
                            "code",
                            models.CharField(
                                help_text="A cost centre or a project code, as the ledger writes it.",
                                max_length=50,
                                verbose_name="code in the ledger",
                            ),
                        ),
                        (
                            "note",
                            models.CharField(
                                blank=True, max_length=100, verbose_name="what the code is"
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                                max_length=1,
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="projects.project",
                                verbose_name="project",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical code in the ledger",
                        "verbose_name_plural": "historical codes in the ledger",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="BudgetYear",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "year",
                            models.PositiveIntegerField(
                                validators=[
                                    django.core.validators.MinValueValidator(1990),
                                    django.core.validators.MaxValueValidator(2199),
                                ],
                                verbose_name="year",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("investment", "Investment"),
                                    ("one_off", "One-off"),
                                    ("recurring", "Recurring"),
                                ],
                                help_text="Empty: all kinds in one sum.",
                                max_length=20,
                                verbose_name="kind of cost",
                            ),
                        ),
                        (
                            "frame",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                help_text="Without VAT. Empty: not known.",
                                max_digits=14,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="budget frame (€)",
                            ),
                        ),
                        (
                            "spent",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                help_text="From the beginning of the year. Empty: not known.",
                                max_digits=14,
                                null=True,
                                verbose_name="actual (€)",
                            ),
                        ),
                        (
                            "spent_until",
                            models.DateField(blank=True, null=True, verbose_name="actual until"),
                        ),
                        (
                            "forecast",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                help_text="What the whole year is going to cost. Empty: not known.",
                                max_digits=14,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="forecast (€)",
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                blank=True,
                                help_text="Where the forecast or the actual goes over the budget frame of the year.",
                                max_length=300,
                                verbose_name="reason of the overrun",
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="budget",
                                to="projects.project",
                                verbose_name="project",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "budget year",
                        "verbose_name_plural": "budget years",
                        "ordering": ("year", "kind", "pk"),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("project", "year", "kind"),
                                name="budget_year_and_kind_once",
                                violation_error_message="This year and kind of cost stand here already.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("frame", None), ("frame__gte", 0), _connector="OR"),
                                    models.Q(
                                        ("forecast", None), ("forecast__gte", 0), _connector="OR"
                                    ),
                                ),
                                name="budget_not_below_zero",
                                violation_error_message="The sum is below zero.",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="LedgerCode",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "code",
                            models.CharField(
                                help_text="A cost centre or a project code, as the ledger writes it.",
                                max_length=50,
                                verbose_name="code in the ledger",
                            ),
                        ),
                        (
                            "note",
                            models.CharField(
                                blank=True, max_length=100, verbose_name="what the code is"
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="ledger_codes",
                                to="projects.project",
                                verbose_name="project",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "code in the ledger",
                        "verbose_name_plural": "codes in the ledger",
                        "ordering": ("pk",),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("project", "code"),
                                name="ledger_code_once",
                                violation_error_message="This code stands here already.",
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="LedgerImport",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("file_name", models.CharField(max_length=200, verbose_name="file")),
                        ("kind", models.CharField(editable=False, max_length=10)),
                        ("data", models.BinaryField()),
                        ("choices", models.JSONField(default=dict)),
                        ("preview", models.JSONField(null=True)),
                        ("done", models.JSONField(default=dict)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "Not imported yet"),
                                    ("done", "Imported"),
                                    ("undone", "Taken back"),
                                ],
                                default="waiting",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, verbose_name="added"
                            ),
                        ),
                        ("done_at", models.DateTimeField(null=True)),
                        ("undone_at", models.DateTimeField(null=True)),
                        (
                            "done_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "undone_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="uploaded by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "file of the ledger",
                        "verbose_name_plural": "files of the ledger",
                        "ordering": ("-pk",),
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Capacity",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "half",
                            models.PositiveIntegerField(
                                validators=[
                                    django.core.validators.MinValueValidator(3980),
                                    django.core.validators.MaxValueValidator(4399),
                                ],
                                verbose_name="half-year",
                            ),
                        ),
                        ("team", models.CharField(blank=True, max_length=100, verbose_name="team")),
                        (
                            "days",
                            models.PositiveIntegerField(
                                validators=[django.core.validators.MaxValueValidator(100000)],
                                verbose_name="person-days",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "capacity",
                        "verbose_name_plural": "capacities",
                        "ordering": ("half", "team"),
                        "constraints": [
                            models.UniqueConstraint(fields=("half", "team"), name="capacity_once"),
                            models.CheckConstraint(
                                condition=models.Q(("days__gte", 0)), name="capacity_not_below_zero"
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalCapacity",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("change_set", models.UUIDField(editable=False, null=True)),
                        (
                            "half",
                            models.PositiveIntegerField(
                                validators=[
                                    django.core.validators.MinValueValidator(3980),
                                    django.core.validators.MaxValueValidator(4399),
                                ],
                                verbose_name="half-year",
                            ),
                        ),
                        ("team", models.CharField(blank=True, max_length=100, verbose_name="team")),
                        (
                            "days",
                            models.PositiveIntegerField(
                                validators=[django.core.validators.MaxValueValidator(100000)],
                                verbose_name="person-days",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                                max_length=1,
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical capacity",
                        "verbose_name_plural": "historical capacities",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
            ]
        ),
        migrations.RunPython(
            import_module("projects.migrations.0007_search_index").make_index,
            migrations.RunPython.noop,
        ),
    ]
