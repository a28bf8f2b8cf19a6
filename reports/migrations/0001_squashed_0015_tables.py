"""What 0001_initial to 0015_how_timers_ended make, at once: in an empty database. Written by `make squash`."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import projects.fields


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
        ("reports", "0001_initial"),
        ("reports", "0002_plan_imports"),
        ("reports", "0003_editions"),
        ("reports", "0004_proposals"),
        ("reports", "0005_jobs"),
        ("reports", "0006_defaults_in_the_database"),
        ("reports", "0007_who_may_have_a_job"),
        ("reports", "0008_sections_of_minutes_and_unread_chapters"),
        ("reports", "0009_texts_have_line_feeds_alone"),
        ("reports", "0010_what_becomes_of_new_areas"),
        ("reports", "0011_labels_of_plans"),
        ("reports", "0012_statements"),
        ("reports", "0013_what_a_plan_opens_with"),
        ("reports", "0014_timers"),
        ("reports", "0015_how_timers_ended"),
    ]

    dependencies = [
        ("projects", "0018_empty_search_index"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("impact_assessments", "0002_finnish_order"),
    ]

    operations = [
        Tables(
            [
                migrations.CreateModel(
                    name="ActionPlan",
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
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        (
                            "organisation",
                            models.CharField(max_length=200, verbose_name="organisation"),
                        ),
                        (
                            "language",
                            models.CharField(
                                choices=[("fi", "Finnish"), ("sv", "Swedish"), ("en", "English")],
                                default="fi",
                                max_length=2,
                                verbose_name="language",
                            ),
                        ),
                        (
                            "period_start",
                            projects.fields.FuzzyDateField(blank=True, verbose_name="period from"),
                        ),
                        (
                            "period_end",
                            projects.fields.FuzzyDateField(blank=True, verbose_name="period to"),
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
                            "projects",
                            models.ManyToManyField(
                                related_name="plans",
                                through="reports.PlanEntry",
                                to="projects.project",
                                verbose_name="projects",
                            ),
                        ),
                        (
                            "approved_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="approval recorded by",
                            ),
                        ),
                        (
                            "body",
                            models.CharField(
                                blank=True,
                                db_default="",
                                default="",
                                editable=False,
                                max_length=200,
                                verbose_name="approved by",
                            ),
                        ),
                        (
                            "case_number",
                            models.CharField(
                                blank=True,
                                db_default="",
                                default="",
                                editable=False,
                                max_length=100,
                                verbose_name="case number",
                            ),
                        ),
                        (
                            "decided_on",
                            models.DateField(editable=False, null=True, verbose_name="decided on"),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("for_approval", "For approval"),
                                    ("approved", "Approved"),
                                    ("published", "Published"),
                                ],
                                db_default="draft",
                                default="draft",
                                editable=False,
                                max_length=20,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "submitted",
                            models.JSONField(
                                default=None,
                                editable=False,
                                null=True,
                                verbose_name="what was sent for approval",
                            ),
                        ),
                        (
                            "compared_with",
                            models.ForeignKey(
                                blank=True,
                                help_text="The plan ends with a chapter that tells what changed since this edition.",
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="reports.planedition",
                                verbose_name="changes since the edition",
                            ),
                        ),
                        (
                            "section",
                            models.CharField(
                                blank=True,
                                db_default="",
                                default="",
                                editable=False,
                                max_length=10,
                                verbose_name="section of the minutes",
                            ),
                        ),
                        (
                            "opens_with",
                            models.CharField(
                                choices=[
                                    (
                                        "overview",
                                        "an overview: sentences, table and timeline; then the projects",
                                    ),
                                    (
                                        "projects",
                                        "the projects; table and figures stand at the end",
                                    ),
                                ],
                                db_default="projects",
                                default="overview",
                                max_length=10,
                                verbose_name="the document begins with",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "action plan",
                        "verbose_name_plural": "action plans",
                        "ordering": ("-created_at", "-pk"),
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalActionPlan",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        (
                            "organisation",
                            models.CharField(max_length=200, verbose_name="organisation"),
                        ),
                        (
                            "language",
                            models.CharField(
                                choices=[("fi", "Finnish"), ("sv", "Swedish"), ("en", "English")],
                                default="fi",
                                max_length=2,
                                verbose_name="language",
                            ),
                        ),
                        (
                            "period_start",
                            projects.fields.FuzzyDateField(blank=True, verbose_name="period from"),
                        ),
                        (
                            "period_end",
                            projects.fields.FuzzyDateField(blank=True, verbose_name="period to"),
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
                            "approved_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="approval recorded by",
                            ),
                        ),
                        (
                            "body",
                            models.CharField(
                                blank=True,
                                db_default="",
                                default="",
                                editable=False,
                                max_length=200,
                                verbose_name="approved by",
                            ),
                        ),
                        (
                            "case_number",
                            models.CharField(
                                blank=True,
                                db_default="",
                                default="",
                                editable=False,
                                max_length=100,
                                verbose_name="case number",
                            ),
                        ),
                        (
                            "decided_on",
                            models.DateField(editable=False, null=True, verbose_name="decided on"),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("for_approval", "For approval"),
                                    ("approved", "Approved"),
                                    ("published", "Published"),
                                ],
                                db_default="draft",
                                default="draft",
                                editable=False,
                                max_length=20,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "compared_with",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                help_text="The plan ends with a chapter that tells what changed since this edition.",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="reports.planedition",
                                verbose_name="changes since the edition",
                            ),
                        ),
                        (
                            "section",
                            models.CharField(
                                blank=True,
                                db_default="",
                                default="",
                                editable=False,
                                max_length=10,
                                verbose_name="section of the minutes",
                            ),
                        ),
                        (
                            "opens_with",
                            models.CharField(
                                choices=[
                                    (
                                        "overview",
                                        "an overview: sentences, table and timeline; then the projects",
                                    ),
                                    (
                                        "projects",
                                        "the projects; table and figures stand at the end",
                                    ),
                                ],
                                db_default="projects",
                                default="overview",
                                max_length=10,
                                verbose_name="the document begins with",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical action plan",
                        "verbose_name_plural": "historical action plans",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalPlanChapter",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveIntegerField(default=0, verbose_name="order")),
                        (
                            "title",
                            models.CharField(blank=True, max_length=200, verbose_name="title"),
                        ),
                        (
                            "text",
                            models.TextField(blank=True, max_length=250000, verbose_name="text"),
                        ),
                        (
                            "scope",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("infrastructure", "Infrastructure, owned by IT"),
                                    ("city_wide", "Whole city"),
                                    ("service_area", "Service area"),
                                ],
                                max_length=20,
                                verbose_name="introduces the group",
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
                            "plan",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="reports.actionplan",
                                verbose_name="action plan",
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
                                verbose_name="introduces the area",
                            ),
                        ),
                        (
                            "after_projects",
                            models.BooleanField(
                                db_default=False,
                                default=False,
                                help_text="An appendix or closing words.",
                                verbose_name="after the projects",
                            ),
                        ),
                        (
                            "language",
                            models.CharField(
                                blank=True,
                                choices=[("fi", "Finnish"), ("sv", "Swedish"), ("en", "English")],
                                db_default="",
                                default="",
                                help_text="Empty: the language of the plan.",
                                max_length=2,
                                verbose_name="language",
                            ),
                        ),
                        (
                            "is_unread",
                            models.BooleanField(
                                db_default=False,
                                default=False,
                                editable=False,
                                verbose_name="not yet looked at",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical chapter",
                        "verbose_name_plural": "historical chapters",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalPlanEntry",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "position",
                            models.PositiveIntegerField(
                                default=0,
                                help_text="Order inside the area or unit; the number follows.",
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
                            "plan",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="reports.actionplan",
                                verbose_name="action plan",
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
                        "verbose_name": "historical project in the plan",
                        "verbose_name_plural": "historical projects in the plan",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="PlanEntry",
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
                            "position",
                            models.PositiveIntegerField(
                                default=0,
                                help_text="Order inside the area or unit; the number follows.",
                                verbose_name="order",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="entries",
                                to="reports.actionplan",
                                verbose_name="action plan",
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="plan_entries",
                                to="projects.project",
                                verbose_name="project",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "project in the plan",
                        "verbose_name_plural": "projects in the plan",
                        "ordering": ("position", "pk"),
                        "indexes": [],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("plan", "project"),
                                name="project_once_in_a_plan",
                                violation_error_message="The project is already in this plan.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlanChapter",
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
                        ("position", models.PositiveIntegerField(default=0, verbose_name="order")),
                        (
                            "title",
                            models.CharField(blank=True, max_length=200, verbose_name="title"),
                        ),
                        (
                            "text",
                            models.TextField(blank=True, max_length=250000, verbose_name="text"),
                        ),
                        (
                            "scope",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("infrastructure", "Infrastructure, owned by IT"),
                                    ("city_wide", "Whole city"),
                                    ("service_area", "Service area"),
                                ],
                                max_length=20,
                                verbose_name="introduces the group",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="chapters",
                                to="reports.actionplan",
                                verbose_name="action plan",
                            ),
                        ),
                        (
                            "service_area",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="projects.servicearea",
                                verbose_name="introduces the area",
                            ),
                        ),
                        (
                            "after_projects",
                            models.BooleanField(
                                db_default=False,
                                default=False,
                                help_text="An appendix or closing words.",
                                verbose_name="after the projects",
                            ),
                        ),
                        (
                            "language",
                            models.CharField(
                                blank=True,
                                choices=[("fi", "Finnish"), ("sv", "Swedish"), ("en", "English")],
                                db_default="",
                                default="",
                                help_text="Empty: the language of the plan.",
                                max_length=2,
                                verbose_name="language",
                            ),
                        ),
                        (
                            "is_unread",
                            models.BooleanField(
                                db_default=False,
                                default=False,
                                editable=False,
                                verbose_name="not yet looked at",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "chapter",
                        "verbose_name_plural": "chapters",
                        "ordering": ("position", "pk"),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("plan", "service_area"),
                                name="one_introduction_for_an_area",
                                violation_error_message="This area already has an introduction in this plan.",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    models.Q(("scope", ""), _negated=True), ("service_area", None)
                                ),
                                fields=("plan", "scope"),
                                name="one_introduction_for_a_group",
                                violation_error_message="This group already has an introduction in this plan.",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="PlanImport",
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
                            "created_at",
                            models.DateTimeField(auto_now_add=True, verbose_name="added"),
                        ),
                        ("file_name", models.CharField(max_length=255, verbose_name="file")),
                        ("data", models.BinaryField(verbose_name="content")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("reading", "Being read"),
                                    ("failed", "Could not be read"),
                                    ("review", "Waiting for review"),
                                    ("imported", "Imported"),
                                    ("undone", "Taken back"),
                                ],
                                default="reading",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("message", models.TextField(blank=True, verbose_name="what went wrong")),
                        (
                            "lines",
                            models.JSONField(
                                default=list, editable=False, verbose_name="lines of the file"
                            ),
                        ),
                        (
                            "places",
                            models.JSONField(
                                default=list, editable=False, verbose_name="places of the projects"
                            ),
                        ),
                        (
                            "document",
                            models.JSONField(
                                default=dict,
                                editable=False,
                                verbose_name="plan as it is understood",
                            ),
                        ),
                        (
                            "checked",
                            models.JSONField(
                                default=list, editable=False, verbose_name="checked projects"
                            ),
                        ),
                        (
                            "decisions",
                            models.JSONField(
                                default=dict, editable=False, verbose_name="decisions"
                            ),
                        ),
                        (
                            "applied",
                            models.JSONField(
                                editable=False, null=True, verbose_name="what the import did"
                            ),
                        ),
                        (
                            "imported_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="imported"
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="plan_imports",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="imported by",
                            ),
                        ),
                        (
                            "areas",
                            models.JSONField(
                                db_default={},
                                default=dict,
                                editable=False,
                                verbose_name="what becomes of new service areas",
                            ),
                        ),
                        (
                            "sources",
                            models.JSONField(
                                db_default=[],
                                default=list,
                                editable=False,
                                verbose_name="where the projects come from",
                            ),
                        ),
                        (
                            "labels",
                            models.JSONField(
                                db_default={},
                                default=dict,
                                editable=False,
                                verbose_name="what labels of the file ask",
                            ),
                        ),
                        (
                            "unknown",
                            models.JSONField(
                                db_default=[],
                                default=list,
                                editable=False,
                                verbose_name="labels that nobody knows",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "import of a plan",
                        "verbose_name_plural": "imports of plans",
                        "ordering": ("-created_at", "-pk"),
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="PlanEdition",
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
                        ("number", models.PositiveIntegerField(verbose_name="edition")),
                        (
                            "slug",
                            models.SlugField(max_length=100, unique=True, verbose_name="address"),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        (
                            "organisation",
                            models.CharField(max_length=200, verbose_name="organisation"),
                        ),
                        (
                            "language",
                            models.CharField(
                                choices=[("fi", "Finnish"), ("sv", "Swedish"), ("en", "English")],
                                max_length=2,
                                verbose_name="language",
                            ),
                        ),
                        (
                            "is_public",
                            models.BooleanField(default=False, verbose_name="made public"),
                        ),
                        ("document", models.JSONField(verbose_name="document")),
                        ("public_document", models.JSONField(verbose_name="public document")),
                        (
                            "sha256",
                            models.CharField(
                                max_length=64,
                                validators=[
                                    django.core.validators.RegexValidator("^[0-9a-f]{64}$")
                                ],
                                verbose_name="SHA-256 of the document",
                            ),
                        ),
                        ("body", models.CharField(max_length=200, verbose_name="approved by")),
                        ("decided_on", models.DateField(verbose_name="decided on")),
                        (
                            "case_number",
                            models.CharField(
                                blank=True, max_length=100, verbose_name="case number"
                            ),
                        ),
                        ("published_at", models.DateTimeField(verbose_name="published at")),
                        (
                            "approved_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="approval recorded by",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="editions",
                                to="reports.actionplan",
                                verbose_name="action plan",
                            ),
                        ),
                        (
                            "published_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="published by",
                            ),
                        ),
                        (
                            "revises",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="revisions",
                                to="reports.planedition",
                                verbose_name="revises",
                            ),
                        ),
                        (
                            "section",
                            models.CharField(
                                blank=True,
                                db_default="",
                                default="",
                                max_length=10,
                                verbose_name="section of the minutes",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "edition",
                        "verbose_name_plural": "editions",
                        "ordering": ("-published_at", "-pk"),
                        "indexes": [],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("plan", "number"), name="edition_number_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EditionWithdrawal",
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
                        ("reason", models.CharField(max_length=1000, verbose_name="reason")),
                        ("withdrawn_at", models.DateTimeField(verbose_name="withdrawn at")),
                        (
                            "withdrawn_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "edition",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="withdrawal",
                                to="reports.planedition",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="EditionFile",
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
                            "face",
                            models.CharField(
                                choices=[
                                    ("internal", "Internal edition"),
                                    ("public", "Public edition"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("kind", models.CharField(max_length=10)),
                        ("file", models.FileField(max_length=200, upload_to="editions/")),
                        ("size", models.PositiveBigIntegerField()),
                        ("sha256", models.CharField(max_length=64)),
                        (
                            "edition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="files",
                                to="reports.planedition",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("pk",),
                        "indexes": [],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("edition", "face", "kind"), name="edition_file_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EditionEntry",
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
                        ("number", models.CharField(max_length=20)),
                        ("project_key", models.BigIntegerField(db_index=True)),
                        ("is_public", models.BooleanField()),
                        (
                            "edition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="entries",
                                to="reports.planedition",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ("pk",),
                        "indexes": [],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("edition", "number"), name="edition_entry_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalProposal",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=300, verbose_name="name")),
                        (
                            "need",
                            models.TextField(blank=True, max_length=20000, verbose_name="need"),
                        ),
                        (
                            "changes",
                            models.TextField(
                                blank=True, max_length=20000, verbose_name="what changes"
                            ),
                        ),
                        ("start", projects.fields.FuzzyDateField(blank=True, verbose_name="start")),
                        ("end", projects.fields.FuzzyDateField(blank=True, verbose_name="end")),
                        (
                            "schedule_text",
                            models.TextField(
                                blank=True, max_length=20000, verbose_name="schedule in words"
                            ),
                        ),
                        (
                            "cost_low",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=14,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="costs at least (€)",
                            ),
                        ),
                        (
                            "cost_high",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=14,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="costs at most (€)",
                            ),
                        ),
                        (
                            "cost_text",
                            models.TextField(
                                blank=True, max_length=20000, verbose_name="costs in words"
                            ),
                        ),
                        (
                            "resource_text",
                            models.TextField(
                                blank=True, max_length=20000, verbose_name="resources in words"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft, not sent yet"),
                                    ("sent", "Waits for a decision"),
                                    ("asked_back", "Asked back"),
                                    ("accepted", "Accepted as a project"),
                                    ("merged", "Joined to a project"),
                                    ("declined", "Declined"),
                                ],
                                default="draft",
                                editable=False,
                                max_length=20,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "answer",
                            models.TextField(
                                blank=True,
                                editable=False,
                                max_length=20000,
                                verbose_name="the planner's answer",
                            ),
                        ),
                        (
                            "sent_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="sent"),
                        ),
                        (
                            "decided_at",
                            models.DateTimeField(
                                editable=False, null=True, verbose_name="answered"
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
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="answered by",
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
                            "plan",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="reports.actionplan",
                                verbose_name="for the action plan",
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="projects.project",
                                verbose_name="project",
                            ),
                        ),
                        (
                            "proposer",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="proposed by",
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
                    ],
                    options={
                        "verbose_name": "historical proposal",
                        "verbose_name_plural": "historical proposals",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Proposal",
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
                            "need",
                            models.TextField(blank=True, max_length=20000, verbose_name="need"),
                        ),
                        (
                            "changes",
                            models.TextField(
                                blank=True, max_length=20000, verbose_name="what changes"
                            ),
                        ),
                        ("start", projects.fields.FuzzyDateField(blank=True, verbose_name="start")),
                        ("end", projects.fields.FuzzyDateField(blank=True, verbose_name="end")),
                        (
                            "schedule_text",
                            models.TextField(
                                blank=True, max_length=20000, verbose_name="schedule in words"
                            ),
                        ),
                        (
                            "cost_low",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=14,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="costs at least (€)",
                            ),
                        ),
                        (
                            "cost_high",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=14,
                                null=True,
                                validators=[django.core.validators.MinValueValidator(0)],
                                verbose_name="costs at most (€)",
                            ),
                        ),
                        (
                            "cost_text",
                            models.TextField(
                                blank=True, max_length=20000, verbose_name="costs in words"
                            ),
                        ),
                        (
                            "resource_text",
                            models.TextField(
                                blank=True, max_length=20000, verbose_name="resources in words"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft, not sent yet"),
                                    ("sent", "Waits for a decision"),
                                    ("asked_back", "Asked back"),
                                    ("accepted", "Accepted as a project"),
                                    ("merged", "Joined to a project"),
                                    ("declined", "Declined"),
                                ],
                                default="draft",
                                editable=False,
                                max_length=20,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "answer",
                            models.TextField(
                                blank=True,
                                editable=False,
                                max_length=20000,
                                verbose_name="the planner's answer",
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
                            "sent_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="sent"),
                        ),
                        (
                            "decided_at",
                            models.DateTimeField(
                                editable=False, null=True, verbose_name="answered"
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="answered by",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="proposals",
                                to="reports.actionplan",
                                verbose_name="for the action plan",
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="proposals",
                                to="projects.project",
                                verbose_name="project",
                            ),
                        ),
                        (
                            "proposer",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="proposals",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="proposed by",
                            ),
                        ),
                        (
                            "service_area",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="proposals",
                                to="projects.servicearea",
                                verbose_name="service area",
                            ),
                        ),
                        (
                            "strategic_goals",
                            models.ManyToManyField(
                                blank=True,
                                related_name="proposals",
                                to="projects.strategicgoal",
                                verbose_name="strategic goals",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "proposal",
                        "verbose_name_plural": "proposals",
                        "ordering": ("-updated_at", "-pk"),
                        "indexes": [
                            models.Index(fields=["state", "-updated_at"], name="proposal_state")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("cost_low", None),
                                    ("cost_high", None),
                                    ("cost_low__lte", models.F("cost_high")),
                                    _connector="OR",
                                ),
                                name="proposal_low_not_above_high",
                                violation_error_message="The lower sum is above the higher one.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalProposal_strategic_goals",
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
                                to="reports.historicalproposal",
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
                        (
                            "proposal",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_tablespace="",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="reports.proposal",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "HistoricalProposal_strategic_goals",
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Worker",
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
                        ("name", models.CharField(editable=False, max_length=64, unique=True)),
                        ("started_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("seen_at", models.DateTimeField()),
                    ],
                    options={
                        "verbose_name": "worker",
                        "verbose_name_plural": "workers",
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Job",
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
                            models.CharField(editable=False, max_length=40, verbose_name="kind"),
                        ),
                        (
                            "key",
                            models.CharField(editable=False, max_length=100, verbose_name="key"),
                        ),
                        (
                            "title",
                            models.CharField(blank=True, max_length=300, verbose_name="title"),
                        ),
                        ("came_from", models.CharField(blank=True, editable=False, max_length=300)),
                        ("parameters", models.JSONField(default=dict, verbose_name="parameters")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("queued", "Waiting"),
                                    ("running", "Being made"),
                                    ("done", "Ready"),
                                    ("failed", "Failed"),
                                    ("cancelled", "Cancelled"),
                                ],
                                default="queued",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("attempt", models.PositiveIntegerField(default=0)),
                        (
                            "progress",
                            models.PositiveSmallIntegerField(default=0, verbose_name="progress"),
                        ),
                        ("stage", models.CharField(blank=True, editable=False, max_length=200)),
                        ("error", models.TextField(blank=True, editable=False)),
                        ("error_values", models.JSONField(default=dict)),
                        ("cancel_asked", models.BooleanField(default=False)),
                        ("queue_key", models.UUIDField(editable=False, null=True)),
                        ("worker", models.CharField(blank=True, editable=False, max_length=64)),
                        (
                            "created_at",
                            models.DateTimeField(auto_now_add=True, verbose_name="added"),
                        ),
                        ("queued_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("started_at", models.DateTimeField(null=True, verbose_name="started")),
                        ("seen_at", models.DateTimeField(null=True)),
                        ("finished_at", models.DateTimeField(null=True, verbose_name="finished")),
                        ("result", models.FileField(blank=True, max_length=200, upload_to="jobs/")),
                        ("result_name", models.CharField(blank=True, max_length=300)),
                        (
                            "content_type",
                            models.CharField(blank=True, editable=False, max_length=100),
                        ),
                        ("size", models.PositiveBigIntegerField(null=True)),
                        ("sha256", models.CharField(blank=True, max_length=64)),
                        (
                            "asked_by",
                            models.ManyToManyField(related_name="+", to=settings.AUTH_USER_MODEL),
                        ),
                        (
                            "requested_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="requested by",
                            ),
                        ),
                        ("sights", models.JSONField(db_default={}, default=dict, editable=False)),
                    ],
                    options={
                        "verbose_name": "job",
                        "verbose_name_plural": "jobs",
                        "ordering": ("-pk",),
                        "indexes": [
                            models.Index(fields=["kind", "key", "state"], name="job_of_a_key")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ("queued", "running"))),
                                fields=("kind", "key"),
                                name="one_active_job_for_a_key",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="KnownLabel",
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
                            "label",
                            models.CharField(max_length=200, unique=True, verbose_name="label"),
                        ),
                        ("meaning", models.CharField(max_length=20, verbose_name="what it asks")),
                    ],
                    options={
                        "verbose_name": "label of plans",
                        "verbose_name_plural": "labels of plans",
                        "ordering": ("label",),
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalKnownLabel",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "label",
                            models.CharField(db_index=True, max_length=200, verbose_name="label"),
                        ),
                        ("meaning", models.CharField(max_length=20, verbose_name="what it asks")),
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
                        "verbose_name": "historical label of plans",
                        "verbose_name_plural": "historical labels of plans",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalStatement",
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
                                    ("accessibility", "Accessibility statement"),
                                    ("privacy", "Privacy notice"),
                                    ("contact", "Contact and feedback"),
                                    ("terms", "Terms of use"),
                                ],
                                max_length=20,
                                verbose_name="statement",
                            ),
                        ),
                        (
                            "language",
                            models.CharField(
                                choices=[("fi", "Finnish"), ("sv", "Swedish"), ("en", "English")],
                                max_length=2,
                                verbose_name="language",
                            ),
                        ),
                        (
                            "text",
                            models.TextField(
                                help_text="A line that begins with ### is a heading, with - or 1. a list. **bold**, *italic*, [a link](https://www.example.fi).",
                                max_length=20000,
                                verbose_name="text",
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
                        "verbose_name": "historical statement",
                        "verbose_name_plural": "historical statements",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Statement",
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
                                    ("accessibility", "Accessibility statement"),
                                    ("privacy", "Privacy notice"),
                                    ("contact", "Contact and feedback"),
                                    ("terms", "Terms of use"),
                                ],
                                max_length=20,
                                verbose_name="statement",
                            ),
                        ),
                        (
                            "language",
                            models.CharField(
                                choices=[("fi", "Finnish"), ("sv", "Swedish"), ("en", "English")],
                                max_length=2,
                                verbose_name="language",
                            ),
                        ),
                        (
                            "text",
                            models.TextField(
                                help_text="A line that begins with ### is a heading, with - or 1. a list. **bold**, *italic*, [a link](https://www.example.fi).",
                                max_length=20000,
                                verbose_name="text",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "statement",
                        "verbose_name_plural": "statements",
                        "ordering": ("kind", "language"),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("kind", "language"),
                                name="statement_once_in_a_language",
                                violation_error_message="There is already a text in this language.",
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Timer",
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
                        ("name", models.CharField(editable=False, max_length=64, unique=True)),
                        ("ran_at", models.DateTimeField(editable=False)),
                        ("ended_at", models.DateTimeField(editable=False, null=True)),
                        (
                            "failed",
                            models.BooleanField(db_default=False, default=False, editable=False),
                        ),
                    ],
                    options={
                        "verbose_name": "timer",
                        "verbose_name_plural": "timers",
                        "indexes": [],
                        "constraints": [],
                    },
                ),
            ]
        ),
    ]
