"""What 0001_initial to 0007_told_of_requests make, at once: in an empty database. Written by `make squash`."""

from importlib import import_module

import django.core.validators
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


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
        ("impact_assessments", "0001_initial"),
        ("impact_assessments", "0002_finnish_order"),
        ("impact_assessments", "0003_versions_of_one_change"),
        ("impact_assessments", "0004_group_versions_of_one_change"),
        ("impact_assessments", "0005_assessments_as_data"),
        ("impact_assessments", "0006_first_question_set"),
        ("impact_assessments", "0007_told_of_requests"),
    ]

    dependencies = [
        ("projects", "0019_versions_of_one_change"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Tables(
            [
                migrations.CreateModel(
                    name="HistoricalImpactAssessment",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "introduces_system",
                            models.BooleanField(
                                blank=True,
                                null=True,
                                verbose_name="introduces, replaces or ends an information system",
                            ),
                        ),
                        (
                            "changes_tasks",
                            models.BooleanField(
                                blank=True,
                                null=True,
                                verbose_name="changes tasks, organisation or services",
                            ),
                        ),
                        (
                            "changes_data",
                            models.BooleanField(
                                blank=True,
                                null=True,
                                verbose_name="changes data resources, interfaces or disclosures",
                            ),
                        ),
                        (
                            "screening",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("required", "Assessment required"),
                                    ("not_required", "Assessment not required"),
                                ],
                                max_length=20,
                                verbose_name="result of the screening",
                            ),
                        ),
                        (
                            "justification",
                            models.TextField(
                                blank=True,
                                help_text="Where no assessment is required, say why.",
                                max_length=100000,
                                verbose_name="justification",
                            ),
                        ),
                        (
                            "organising_effect",
                            models.CharField(
                                choices=[
                                    ("unassessed", "Not assessed yet"),
                                    ("none", "No effect"),
                                    ("some", "Has an effect"),
                                ],
                                db_default="unassessed",
                                default="unassessed",
                                max_length=12,
                                verbose_name="effect (a)",
                            ),
                        ),
                        (
                            "organising_text",
                            models.TextField(
                                blank=True,
                                db_default="",
                                default="",
                                max_length=100000,
                                verbose_name="what changes (a)",
                            ),
                        ),
                        (
                            "security_effect",
                            models.CharField(
                                choices=[
                                    ("unassessed", "Not assessed yet"),
                                    ("none", "No effect"),
                                    ("some", "Has an effect"),
                                ],
                                db_default="unassessed",
                                default="unassessed",
                                max_length=12,
                                verbose_name="effect (b)",
                            ),
                        ),
                        (
                            "security_text",
                            models.TextField(
                                blank=True,
                                db_default="",
                                default="",
                                max_length=100000,
                                verbose_name="what changes (b)",
                            ),
                        ),
                        (
                            "data_effect",
                            models.CharField(
                                choices=[
                                    ("unassessed", "Not assessed yet"),
                                    ("none", "No effect"),
                                    ("some", "Has an effect"),
                                ],
                                db_default="unassessed",
                                default="unassessed",
                                max_length=12,
                                verbose_name="effect (c)",
                            ),
                        ),
                        (
                            "data_text",
                            models.TextField(
                                blank=True,
                                db_default="",
                                default="",
                                max_length=100000,
                                verbose_name="what changes (c)",
                            ),
                        ),
                        (
                            "case_management_effect",
                            models.CharField(
                                choices=[
                                    ("unassessed", "Not assessed yet"),
                                    ("none", "No effect"),
                                    ("some", "Has an effect"),
                                ],
                                db_default="unassessed",
                                default="unassessed",
                                max_length=12,
                                verbose_name="effect (d)",
                            ),
                        ),
                        (
                            "case_management_text",
                            models.TextField(
                                blank=True,
                                db_default="",
                                default="",
                                max_length=100000,
                                verbose_name="what changes (d)",
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
                                error_messages={
                                    "unique": "This project already has an assessment."
                                },
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="projects.project",
                                verbose_name="project",
                            ),
                        ),
                        ("change_set", models.UUIDField(editable=False, null=True)),
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
                            "case_management_direction",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("better", "Better"),
                                    ("worse", "Worse"),
                                    ("both", "Better and worse"),
                                ],
                                db_default="",
                                default="",
                                max_length=8,
                                verbose_name="direction (d)",
                            ),
                        ),
                        (
                            "case_management_same_as",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("economy", "Economy"),
                                    ("function", "Operation"),
                                    ("organising", "a) Organising information management"),
                                    ("security", "b) Information security"),
                                    ("data", "c) Processing and use of data"),
                                    ("case_management", "d) Case management"),
                                    ("publicity", "e) Publicity and secrecy of documents"),
                                    ("interoperability", "f) Interoperability and reuse of data"),
                                ],
                                db_default="",
                                default="",
                                max_length=20,
                                verbose_name="same as (d)",
                            ),
                        ),
                        (
                            "case_management_source",
                            models.PositiveBigIntegerField(
                                blank=True,
                                editable=False,
                                null=True,
                                verbose_name="taken from project (d)",
                            ),
                        ),
                        (
                            "case_management_substantial",
                            models.BooleanField(
                                db_default=False,
                                default=False,
                                verbose_name="substantial effect (d)",
                            ),
                        ),
                        (
                            "case_management_ticks",
                            models.CharField(
                                blank=True,
                                db_default="",
                                default="",
                                max_length=300,
                                verbose_name="questions ticked (d)",
                            ),
                        ),
                        (
                            "data_direction",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("better", "Better"),
                                    ("worse", "Worse"),
                                    ("both", "Better and worse"),
                                ],
                                db_default="",
                                default="",
                                max_length=8,
                                verbose_name="direction (c)",
                            ),
                        ),
                        (
                            "data_same_as",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("economy", "Economy"),
                                    ("function", "Operation"),
                                    ("organising", "a) Organising information management"),
                                    ("security", "b) Information security"),
                                    ("data", "c) Processing and use of data"),
                                    ("case_management", "d) Case management"),
                                    ("publicity", "e) Publicity and secrecy of documents"),
                                    ("interoperability", "f) Interoperability and reuse of data"),
                                ],
                                db_default="",
                                default="",
                                max_length=20,
                                verbose_name="same as (c)",
                            ),
                        ),
                        (
                            "data_source",
                            models.PositiveBigIntegerField(
                                blank=True,
                                editable=False,
                                null=True,
                                verbose_name="taken from project (c)",
                            ),
                        ),
                        (
                            "data_substantial",
                            models.BooleanField(
                                db_default=False,
                                default=False,
                                verbose_name="substantial effect (c)",
                            ),
                        ),
                        (
                            "data_ticks",
                            models.CharField(
                                blank=True,
                                db_default="",
                                default="",
                                max_length=300,
                                verbose_name="questions ticked (c)",
                            ),
                        ),
                        (
                            "due",
                            models.DateField(blank=True, null=True, verbose_name="to be ready by"),
                        ),
                        (
                            "economy_direction",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("better", "Better"),
                                    ("worse", "Worse"),
                                    ("both", "Better and worse"),
                                ],
                                db_default="",
                                default="",
                                max_length=8,
                                verbose_name="direction (economy)",
                            ),
                        ),
                        (
                            "economy_effect",
                            models.CharField(
                                choices=[
                                    ("unassessed", "Not assessed yet"),
                                    ("none", "No effect"),
                                    ("some", "Has an effect"),
                                ],
                                db_default="unassessed",
                                default="unassessed",
                                max_length=12,
                                verbose_name="effect (economy)",
                            ),
                        ),
                        (
                            "economy_same_as",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("economy", "Economy"),
                                    ("function", "Operation"),
                                    ("organising", "a) Organising information management"),
                                    ("security", "b) Information security"),
                                    ("data", "c) Processing and use of data"),
                                    ("case_management", "d) Case management"),
                                    ("publicity", "e) Publicity and secrecy of documents"),
                                    ("interoperability", "f) Interoperability and reuse of data"),
                                ],
                                db_default="",
                                default="",
                                max_length=20,
                                verbose_name="same as (economy)",
                            ),
                        ),
                        (
                            "economy_source",
                            models.PositiveBigIntegerField(
                                blank=True,
                                editable=False,
                                null=True,
                                verbose_name="taken from project (economy)",
                            ),
                        ),
                        (
                            "economy_substantial",
                            models.BooleanField(
                                db_default=False,
                                default=False,
                                verbose_name="substantial effect (economy)",
                            ),
                        ),
                        (
                            "economy_text",
                            models.TextField(
                                blank=True,
                                db_default="",
                                default="",
                                max_length=100000,
                                verbose_name="what changes (economy)",
                            ),
                        ),
                        (
                            "economy_ticks",
                            models.CharField(
                                blank=True,
                                db_default="",
                                default="",
                                max_length=300,
                                verbose_name="questions ticked (economy)",
                            ),
                        ),
                        (
                            "function_direction",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("better", "Better"),
                                    ("worse", "Worse"),
                                    ("both", "Better and worse"),
                                ],
                                db_default="",
                                default="",
                                max_length=8,
                                verbose_name="direction (operation)",
                            ),
                        ),
                        (
                            "function_effect",
                            models.CharField(
                                choices=[
                                    ("unassessed", "Not assessed yet"),
                                    ("none", "No effect"),
                                    ("some", "Has an effect"),
                                ],
                                db_default="unassessed",
                                default="unassessed",
                                max_length=12,
                                verbose_name="effect (operation)",
                            ),
                        ),
                        (
                            "function_same_as",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("economy", "Economy"),
                                    ("function", "Operation"),
                                    ("organising", "a) Organising information management"),
                                    ("security", "b) Information security"),
                                    ("data", "c) Processing and use of data"),
                                    ("case_management", "d) Case management"),
                                    ("publicity", "e) Publicity and secrecy of documents"),
                                    ("interoperability", "f) Interoperability and reuse of data"),
                                ],
                                db_default="",
                                default="",
                                max_length=20,
                                verbose_name="same as (operation)",
                            ),
                        ),
                        (
                            "function_source",
                            models.PositiveBigIntegerField(
                                blank=True,
                                editable=False,
                                null=True,
                                verbose_name="taken from project (operation)",
                            ),
                        ),
                        (
                            "function_substantial",
                            models.BooleanField(
                                db_default=False,
                                default=False,
                                verbose_name="substantial effect (operation)",
                            ),
                        ),
                        (
                            "function_text",
                            models.TextField(
                                blank=True,
                                db_default="",
                                default="",
                                max_length=100000,
                                verbose_name="what changes (operation)",
                            ),
                        ),
                        (
                            "function_ticks",
                            models.CharField(
                                blank=True,
                                db_default="",
                                default="",
                                max_length=300,
                                verbose_name="questions ticked (operation)",
                            ),
                        ),
                        (
                            "interoperability_direction",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("better", "Better"),
                                    ("worse", "Worse"),
                                    ("both", "Better and worse"),
                                ],
                                db_default="",
                                default="",
                                max_length=8,
                                verbose_name="direction (f)",
                            ),
                        ),
                        (
                            "interoperability_effect",
                            models.CharField(
                                choices=[
                                    ("unassessed", "Not assessed yet"),
                                    ("none", "No effect"),
                                    ("some", "Has an effect"),
                                ],
                                db_default="unassessed",
                                default="unassessed",
                                max_length=12,
                                verbose_name="effect (f)",
                            ),
                        ),
                        (
                            "interoperability_same_as",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("economy", "Economy"),
                                    ("function", "Operation"),
                                    ("organising", "a) Organising information management"),
                                    ("security", "b) Information security"),
                                    ("data", "c) Processing and use of data"),
                                    ("case_management", "d) Case management"),
                                    ("publicity", "e) Publicity and secrecy of documents"),
                                    ("interoperability", "f) Interoperability and reuse of data"),
                                ],
                                db_default="",
                                default="",
                                max_length=20,
                                verbose_name="same as (f)",
                            ),
                        ),
                        (
                            "interoperability_source",
                            models.PositiveBigIntegerField(
                                blank=True,
                                editable=False,
                                null=True,
                                verbose_name="taken from project (f)",
                            ),
                        ),
                        (
                            "interoperability_substantial",
                            models.BooleanField(
                                db_default=False,
                                default=False,
                                verbose_name="substantial effect (f)",
                            ),
                        ),
                        (
                            "interoperability_text",
                            models.TextField(
                                blank=True,
                                db_default="",
                                default="",
                                max_length=100000,
                                verbose_name="what changes (f)",
                            ),
                        ),
                        (
                            "interoperability_ticks",
                            models.CharField(
                                blank=True,
                                db_default="",
                                default="",
                                max_length=300,
                                verbose_name="questions ticked (f)",
                            ),
                        ),
                        (
                            "model_link",
                            models.URLField(
                                blank=True,
                                db_default="",
                                max_length=500,
                                verbose_name="where the model is",
                            ),
                        ),
                        (
                            "model_updated_on",
                            models.DateField(
                                blank=True, null=True, verbose_name="model updated on"
                            ),
                        ),
                        (
                            "organising_direction",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("better", "Better"),
                                    ("worse", "Worse"),
                                    ("both", "Better and worse"),
                                ],
                                db_default="",
                                default="",
                                max_length=8,
                                verbose_name="direction (a)",
                            ),
                        ),
                        (
                            "organising_same_as",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("economy", "Economy"),
                                    ("function", "Operation"),
                                    ("organising", "a) Organising information management"),
                                    ("security", "b) Information security"),
                                    ("data", "c) Processing and use of data"),
                                    ("case_management", "d) Case management"),
                                    ("publicity", "e) Publicity and secrecy of documents"),
                                    ("interoperability", "f) Interoperability and reuse of data"),
                                ],
                                db_default="",
                                default="",
                                max_length=20,
                                verbose_name="same as (a)",
                            ),
                        ),
                        (
                            "organising_source",
                            models.PositiveBigIntegerField(
                                blank=True,
                                editable=False,
                                null=True,
                                verbose_name="taken from project (a)",
                            ),
                        ),
                        (
                            "organising_substantial",
                            models.BooleanField(
                                db_default=False,
                                default=False,
                                verbose_name="substantial effect (a)",
                            ),
                        ),
                        (
                            "organising_ticks",
                            models.CharField(
                                blank=True,
                                db_default="",
                                default="",
                                max_length=300,
                                verbose_name="questions ticked (a)",
                            ),
                        ),
                        (
                            "publicity_direction",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("better", "Better"),
                                    ("worse", "Worse"),
                                    ("both", "Better and worse"),
                                ],
                                db_default="",
                                default="",
                                max_length=8,
                                verbose_name="direction (e)",
                            ),
                        ),
                        (
                            "publicity_effect",
                            models.CharField(
                                choices=[
                                    ("unassessed", "Not assessed yet"),
                                    ("none", "No effect"),
                                    ("some", "Has an effect"),
                                ],
                                db_default="unassessed",
                                default="unassessed",
                                max_length=12,
                                verbose_name="effect (e)",
                            ),
                        ),
                        (
                            "publicity_same_as",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("economy", "Economy"),
                                    ("function", "Operation"),
                                    ("organising", "a) Organising information management"),
                                    ("security", "b) Information security"),
                                    ("data", "c) Processing and use of data"),
                                    ("case_management", "d) Case management"),
                                    ("publicity", "e) Publicity and secrecy of documents"),
                                    ("interoperability", "f) Interoperability and reuse of data"),
                                ],
                                db_default="",
                                default="",
                                max_length=20,
                                verbose_name="same as (e)",
                            ),
                        ),
                        (
                            "publicity_source",
                            models.PositiveBigIntegerField(
                                blank=True,
                                editable=False,
                                null=True,
                                verbose_name="taken from project (e)",
                            ),
                        ),
                        (
                            "publicity_substantial",
                            models.BooleanField(
                                db_default=False,
                                default=False,
                                verbose_name="substantial effect (e)",
                            ),
                        ),
                        (
                            "publicity_text",
                            models.TextField(
                                blank=True,
                                db_default="",
                                default="",
                                max_length=100000,
                                verbose_name="what changes (e)",
                            ),
                        ),
                        (
                            "publicity_ticks",
                            models.CharField(
                                blank=True,
                                db_default="",
                                default="",
                                max_length=300,
                                verbose_name="questions ticked (e)",
                            ),
                        ),
                        (
                            "security_direction",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("better", "Better"),
                                    ("worse", "Worse"),
                                    ("both", "Better and worse"),
                                ],
                                db_default="",
                                default="",
                                max_length=8,
                                verbose_name="direction (b)",
                            ),
                        ),
                        (
                            "security_same_as",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("economy", "Economy"),
                                    ("function", "Operation"),
                                    ("organising", "a) Organising information management"),
                                    ("security", "b) Information security"),
                                    ("data", "c) Processing and use of data"),
                                    ("case_management", "d) Case management"),
                                    ("publicity", "e) Publicity and secrecy of documents"),
                                    ("interoperability", "f) Interoperability and reuse of data"),
                                ],
                                db_default="",
                                default="",
                                max_length=20,
                                verbose_name="same as (b)",
                            ),
                        ),
                        (
                            "security_source",
                            models.PositiveBigIntegerField(
                                blank=True,
                                editable=False,
                                null=True,
                                verbose_name="taken from project (b)",
                            ),
                        ),
                        (
                            "security_substantial",
                            models.BooleanField(
                                db_default=False,
                                default=False,
                                verbose_name="substantial effect (b)",
                            ),
                        ),
                        (
                            "security_ticks",
                            models.CharField(
                                blank=True,
                                db_default="",
                                default="",
                                max_length=300,
                                verbose_name="questions ticked (b)",
                            ),
                        ),
                        (
                            "stage",
                            models.CharField(
                                choices=[("preliminary", "Preliminary"), ("full", "Full")],
                                db_default="preliminary",
                                default="preliminary",
                                max_length=12,
                                verbose_name="stage",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("review", "In review"),
                                    ("approved", "Approved"),
                                    ("closed", "Closed"),
                                ],
                                db_default="draft",
                                default="draft",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "question_set",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="impact_assessments.questionset",
                                verbose_name="question set",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical impact assessment",
                        "verbose_name_plural": "historical impact assessments",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="ImpactAssessment",
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
                            "introduces_system",
                            models.BooleanField(
                                blank=True,
                                null=True,
                                verbose_name="introduces, replaces or ends an information system",
                            ),
                        ),
                        (
                            "changes_tasks",
                            models.BooleanField(
                                blank=True,
                                null=True,
                                verbose_name="changes tasks, organisation or services",
                            ),
                        ),
                        (
                            "changes_data",
                            models.BooleanField(
                                blank=True,
                                null=True,
                                verbose_name="changes data resources, interfaces or disclosures",
                            ),
                        ),
                        (
                            "screening",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("required", "Assessment required"),
                                    ("not_required", "Assessment not required"),
                                ],
                                max_length=20,
                                verbose_name="result of the screening",
                            ),
                        ),
                        (
                            "justification",
                            models.TextField(
                                blank=True,
                                help_text="Where no assessment is required, say why.",
                                max_length=100000,
                                verbose_name="justification",
                            ),
                        ),
                        (
                            "organising_effect",
                            models.CharField(
                                choices=[
                                    ("unassessed", "Not assessed yet"),
                                    ("none", "No effect"),
                                    ("some", "Has an effect"),
                                ],
                                db_default="unassessed",
                                default="unassessed",
                                max_length=12,
                                verbose_name="effect (a)",
                            ),
                        ),
                        (
                            "organising_text",
                            models.TextField(
                                blank=True,
                                db_default="",
                                default="",
                                max_length=100000,
                                verbose_name="what changes (a)",
                            ),
                        ),
                        (
                            "security_effect",
                            models.CharField(
                                choices=[
                                    ("unassessed", "Not assessed yet"),
                                    ("none", "No effect"),
                                    ("some", "Has an effect"),
                                ],
                                db_default="unassessed",
                                default="unassessed",
                                max_length=12,
                                verbose_name="effect (b)",
                            ),
                        ),
                        (
                            "security_text",
                            models.TextField(
                                blank=True,
                                db_default="",
                                default="",
                                max_length=100000,
                                verbose_name="what changes (b)",
                            ),
                        ),
                        (
                            "data_effect",
                            models.CharField(
                                choices=[
                                    ("unassessed", "Not assessed yet"),
                                    ("none", "No effect"),
                                    ("some", "Has an effect"),
                                ],
                                db_default="unassessed",
                                default="unassessed",
                                max_length=12,
                                verbose_name="effect (c)",
                            ),
                        ),
                        (
                            "data_text",
                            models.TextField(
                                blank=True,
                                db_default="",
                                default="",
                                max_length=100000,
                                verbose_name="what changes (c)",
                            ),
                        ),
                        (
                            "case_management_effect",
                            models.CharField(
                                choices=[
                                    ("unassessed", "Not assessed yet"),
                                    ("none", "No effect"),
                                    ("some", "Has an effect"),
                                ],
                                db_default="unassessed",
                                default="unassessed",
                                max_length=12,
                                verbose_name="effect (d)",
                            ),
                        ),
                        (
                            "case_management_text",
                            models.TextField(
                                blank=True,
                                db_default="",
                                default="",
                                max_length=100000,
                                verbose_name="what changes (d)",
                            ),
                        ),
                        (
                            "project",
                            models.OneToOneField(
                                error_messages={
                                    "unique": "This project already has an assessment."
                                },
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="assessment",
                                to="projects.project",
                                verbose_name="project",
                            ),
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
                            "case_management_direction",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("better", "Better"),
                                    ("worse", "Worse"),
                                    ("both", "Better and worse"),
                                ],
                                db_default="",
                                default="",
                                max_length=8,
                                verbose_name="direction (d)",
                            ),
                        ),
                        (
                            "case_management_same_as",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("economy", "Economy"),
                                    ("function", "Operation"),
                                    ("organising", "a) Organising information management"),
                                    ("security", "b) Information security"),
                                    ("data", "c) Processing and use of data"),
                                    ("case_management", "d) Case management"),
                                    ("publicity", "e) Publicity and secrecy of documents"),
                                    ("interoperability", "f) Interoperability and reuse of data"),
                                ],
                                db_default="",
                                default="",
                                max_length=20,
                                verbose_name="same as (d)",
                            ),
                        ),
                        (
                            "case_management_source",
                            models.PositiveBigIntegerField(
                                blank=True,
                                editable=False,
                                null=True,
                                verbose_name="taken from project (d)",
                            ),
                        ),
                        (
                            "case_management_substantial",
                            models.BooleanField(
                                db_default=False,
                                default=False,
                                verbose_name="substantial effect (d)",
                            ),
                        ),
                        (
                            "case_management_ticks",
                            models.CharField(
                                blank=True,
                                db_default="",
                                default="",
                                max_length=300,
                                verbose_name="questions ticked (d)",
                            ),
                        ),
                        (
                            "data_direction",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("better", "Better"),
                                    ("worse", "Worse"),
                                    ("both", "Better and worse"),
                                ],
                                db_default="",
                                default="",
                                max_length=8,
                                verbose_name="direction (c)",
                            ),
                        ),
                        (
                            "data_same_as",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("economy", "Economy"),
                                    ("function", "Operation"),
                                    ("organising", "a) Organising information management"),
                                    ("security", "b) Information security"),
                                    ("data", "c) Processing and use of data"),
                                    ("case_management", "d) Case management"),
                                    ("publicity", "e) Publicity and secrecy of documents"),
                                    ("interoperability", "f) Interoperability and reuse of data"),
                                ],
                                db_default="",
                                default="",
                                max_length=20,
                                verbose_name="same as (c)",
                            ),
                        ),
                        (
                            "data_source",
                            models.PositiveBigIntegerField(
                                blank=True,
                                editable=False,
                                null=True,
                                verbose_name="taken from project (c)",
                            ),
                        ),
                        (
                            "data_substantial",
                            models.BooleanField(
                                db_default=False,
                                default=False,
                                verbose_name="substantial effect (c)",
                            ),
                        ),
                        (
                            "data_ticks",
                            models.CharField(
                                blank=True,
                                db_default="",
                                default="",
                                max_length=300,
                                verbose_name="questions ticked (c)",
                            ),
                        ),
                        (
                            "due",
                            models.DateField(blank=True, null=True, verbose_name="to be ready by"),
                        ),
                        (
                            "economy_direction",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("better", "Better"),
                                    ("worse", "Worse"),
                                    ("both", "Better and worse"),
                                ],
                                db_default="",
                                default="",
                                max_length=8,
                                verbose_name="direction (economy)",
                            ),
                        ),
                        (
                            "economy_effect",
                            models.CharField(
                                choices=[
                                    ("unassessed", "Not assessed yet"),
                                    ("none", "No effect"),
                                    ("some", "Has an effect"),
                                ],
                                db_default="unassessed",
                                default="unassessed",
                                max_length=12,
                                verbose_name="effect (economy)",
                            ),
                        ),
                        (
                            "economy_same_as",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("economy", "Economy"),
                                    ("function", "Operation"),
                                    ("organising", "a) Organising information management"),
                                    ("security", "b) Information security"),
                                    ("data", "c) Processing and use of data"),
                                    ("case_management", "d) Case management"),
                                    ("publicity", "e) Publicity and secrecy of documents"),
                                    ("interoperability", "f) Interoperability and reuse of data"),
                                ],
                                db_default="",
                                default="",
                                max_length=20,
                                verbose_name="same as (economy)",
                            ),
                        ),
                        (
                            "economy_source",
                            models.PositiveBigIntegerField(
                                blank=True,
                                editable=False,
                                null=True,
                                verbose_name="taken from project (economy)",
                            ),
                        ),
                        (
                            "economy_substantial",
                            models.BooleanField(
                                db_default=False,
                                default=False,
                                verbose_name="substantial effect (economy)",
                            ),
                        ),
                        (
                            "economy_text",
                            models.TextField(
                                blank=True,
                                db_default="",
                                default="",
                                max_length=100000,
                                verbose_name="what changes (economy)",
                            ),
                        ),
                        (
                            "economy_ticks",
                            models.CharField(
                                blank=True,
                                db_default="",
                                default="",
                                max_length=300,
                                verbose_name="questions ticked (economy)",
                            ),
                        ),
                        (
                            "function_direction",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("better", "Better"),
                                    ("worse", "Worse"),
                                    ("both", "Better and worse"),
                                ],
                                db_default="",
                                default="",
                                max_length=8,
                                verbose_name="direction (operation)",
                            ),
                        ),
                        (
                            "function_effect",
                            models.CharField(
                                choices=[
                                    ("unassessed", "Not assessed yet"),
                                    ("none", "No effect"),
                                    ("some", "Has an effect"),
                                ],
                                db_default="unassessed",
                                default="unassessed",
                                max_length=12,
                                verbose_name="effect (operation)",
                            ),
                        ),
                        (
                            "function_same_as",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("economy", "Economy"),
                                    ("function", "Operation"),
                                    ("organising", "a) Organising information management"),
                                    ("security", "b) Information security"),
                                    ("data", "c) Processing and use of data"),
                                    ("case_management", "d) Case management"),
                                    ("publicity", "e) Publicity and secrecy of documents"),
                                    ("interoperability", "f) Interoperability and reuse of data"),
                                ],
                                db_default="",
                                default="",
                                max_length=20,
                                verbose_name="same as (operation)",
                            ),
                        ),
                        (
                            "function_source",
                            models.PositiveBigIntegerField(
                                blank=True,
                                editable=False,
                                null=True,
                                verbose_name="taken from project (operation)",
                            ),
                        ),
                        (
                            "function_substantial",
                            models.BooleanField(
                                db_default=False,
                                default=False,
                                verbose_name="substantial effect (operation)",
                            ),
                        ),
                        (
                            "function_text",
                            models.TextField(
                                blank=True,
                                db_default="",
                                default="",
                                max_length=100000,
                                verbose_name="what changes (operation)",
                            ),
                        ),
                        (
                            "function_ticks",
                            models.CharField(
                                blank=True,
                                db_default="",
                                default="",
                                max_length=300,
                                verbose_name="questions ticked (operation)",
                            ),
                        ),
                        (
                            "interoperability_direction",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("better", "Better"),
                                    ("worse", "Worse"),
                                    ("both", "Better and worse"),
                                ],
                                db_default="",
                                default="",
                                max_length=8,
                                verbose_name="direction (f)",
                            ),
                        ),
                        (
                            "interoperability_effect",
                            models.CharField(
                                choices=[
                                    ("unassessed", "Not assessed yet"),
                                    ("none", "No effect"),
                                    ("some", "Has an effect"),
                                ],
                                db_default="unassessed",
                                default="unassessed",
                                max_length=12,
                                verbose_name="effect (f)",
                            ),
                        ),
                        (
                            "interoperability_same_as",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("economy", "Economy"),
                                    ("function", "Operation"),
                                    ("organising", "a) Organising information management"),
                                    ("security", "b) Information security"),
                                    ("data", "c) Processing and use of data"),
                                    ("case_management", "d) Case management"),
                                    ("publicity", "e) Publicity and secrecy of documents"),
                                    ("interoperability", "f) Interoperability and reuse of data"),
                                ],
                                db_default="",
                                default="",
                                max_length=20,
                                verbose_name="same as (f)",
                            ),
                        ),
                        (
                            "interoperability_source",
                            models.PositiveBigIntegerField(
                                blank=True,
                                editable=False,
                                null=True,
                                verbose_name="taken from project (f)",
                            ),
                        ),
                        (
                            "interoperability_substantial",
                            models.BooleanField(
                                db_default=False,
                                default=False,
                                verbose_name="substantial effect (f)",
                            ),
                        ),
                        (
                            "interoperability_text",
                            models.TextField(
                                blank=True,
                                db_default="",
                                default="",
                                max_length=100000,
                                verbose_name="what changes (f)",
                            ),
                        ),
                        (
                            "interoperability_ticks",
                            models.CharField(
                                blank=True,
                                db_default="",
                                default="",
                                max_length=300,
                                verbose_name="questions ticked (f)",
                            ),
                        ),
                        (
                            "model_link",
                            models.URLField(
                                blank=True,
                                db_default="",
                                max_length=500,
                                verbose_name="where the model is",
                            ),
                        ),
                        (
                            "model_updated_on",
                            models.DateField(
                                blank=True, null=True, verbose_name="model updated on"
                            ),
                        ),
                        (
                            "organising_direction",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("better", "Better"),
                                    ("worse", "Worse"),
                                    ("both", "Better and worse"),
                                ],
                                db_default="",
                                default="",
                                max_length=8,
                                verbose_name="direction (a)",
                            ),
                        ),
                        (
                            "organising_same_as",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("economy", "Economy"),
                                    ("function", "Operation"),
                                    ("organising", "a) Organising information management"),
                                    ("security", "b) Information security"),
                                    ("data", "c) Processing and use of data"),
                                    ("case_management", "d) Case management"),
                                    ("publicity", "e) Publicity and secrecy of documents"),
                                    ("interoperability", "f) Interoperability and reuse of data"),
                                ],
                                db_default="",
                                default="",
                                max_length=20,
                                verbose_name="same as (a)",
                            ),
                        ),
                        (
                            "organising_source",
                            models.PositiveBigIntegerField(
                                blank=True,
                                editable=False,
                                null=True,
                                verbose_name="taken from project (a)",
                            ),
                        ),
                        (
                            "organising_substantial",
                            models.BooleanField(
                                db_default=False,
                                default=False,
                                verbose_name="substantial effect (a)",
                            ),
                        ),
                        (
                            "organising_ticks",
                            models.CharField(
                                blank=True,
                                db_default="",
                                default="",
                                max_length=300,
                                verbose_name="questions ticked (a)",
                            ),
                        ),
                        (
                            "publicity_direction",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("better", "Better"),
                                    ("worse", "Worse"),
                                    ("both", "Better and worse"),
                                ],
                                db_default="",
                                default="",
                                max_length=8,
                                verbose_name="direction (e)",
                            ),
                        ),
                        (
                            "publicity_effect",
                            models.CharField(
                                choices=[
                                    ("unassessed", "Not assessed yet"),
                                    ("none", "No effect"),
                                    ("some", "Has an effect"),
                                ],
                                db_default="unassessed",
                                default="unassessed",
                                max_length=12,
                                verbose_name="effect (e)",
                            ),
                        ),
                        (
                            "publicity_same_as",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("economy", "Economy"),
                                    ("function", "Operation"),
                                    ("organising", "a) Organising information management"),
                                    ("security", "b) Information security"),
                                    ("data", "c) Processing and use of data"),
                                    ("case_management", "d) Case management"),
                                    ("publicity", "e) Publicity and secrecy of documents"),
                                    ("interoperability", "f) Interoperability and reuse of data"),
                                ],
                                db_default="",
                                default="",
                                max_length=20,
                                verbose_name="same as (e)",
                            ),
                        ),
                        (
                            "publicity_source",
                            models.PositiveBigIntegerField(
                                blank=True,
                                editable=False,
                                null=True,
                                verbose_name="taken from project (e)",
                            ),
                        ),
                        (
                            "publicity_substantial",
                            models.BooleanField(
                                db_default=False,
                                default=False,
                                verbose_name="substantial effect (e)",
                            ),
                        ),
                        (
                            "publicity_text",
                            models.TextField(
                                blank=True,
                                db_default="",
                                default="",
                                max_length=100000,
                                verbose_name="what changes (e)",
                            ),
                        ),
                        (
                            "publicity_ticks",
                            models.CharField(
                                blank=True,
                                db_default="",
                                default="",
                                max_length=300,
                                verbose_name="questions ticked (e)",
                            ),
                        ),
                        (
                            "security_direction",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("better", "Better"),
                                    ("worse", "Worse"),
                                    ("both", "Better and worse"),
                                ],
                                db_default="",
                                default="",
                                max_length=8,
                                verbose_name="direction (b)",
                            ),
                        ),
                        (
                            "security_same_as",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("economy", "Economy"),
                                    ("function", "Operation"),
                                    ("organising", "a) Organising information management"),
                                    ("security", "b) Information security"),
                                    ("data", "c) Processing and use of data"),
                                    ("case_management", "d) Case management"),
                                    ("publicity", "e) Publicity and secrecy of documents"),
                                    ("interoperability", "f) Interoperability and reuse of data"),
                                ],
                                db_default="",
                                default="",
                                max_length=20,
                                verbose_name="same as (b)",
                            ),
                        ),
                        (
                            "security_source",
                            models.PositiveBigIntegerField(
                                blank=True,
                                editable=False,
                                null=True,
                                verbose_name="taken from project (b)",
                            ),
                        ),
                        (
                            "security_substantial",
                            models.BooleanField(
                                db_default=False,
                                default=False,
                                verbose_name="substantial effect (b)",
                            ),
                        ),
                        (
                            "security_ticks",
                            models.CharField(
                                blank=True,
                                db_default="",
                                default="",
                                max_length=300,
                                verbose_name="questions ticked (b)",
                            ),
                        ),
                        (
                            "stage",
                            models.CharField(
                                choices=[("preliminary", "Preliminary"), ("full", "Full")],
                                db_default="preliminary",
                                default="preliminary",
                                max_length=12,
                                verbose_name="stage",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("review", "In review"),
                                    ("approved", "Approved"),
                                    ("closed", "Closed"),
                                ],
                                db_default="draft",
                                default="draft",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "question_set",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="assessments",
                                to="impact_assessments.questionset",
                                verbose_name="question set",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "impact assessment",
                        "verbose_name_plural": "impact assessments",
                        "ordering": ("project__name_key",),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("screening", "not_required"), _negated=True),
                                    models.Q(("justification", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="assessment_not_required_has_a_reason",
                                violation_error_message="Say why no assessment is required.",
                            )
                        ],
                        "indexes": [
                            models.Index(fields=["state", "stage"], name="assessment_state")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="QuestionSet",
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
                        ("number", models.PositiveIntegerField(unique=True, verbose_name="number")),
                        ("name", models.CharField(max_length=200, verbose_name="name")),
                        ("valid_from", models.DateField(verbose_name="in use from")),
                        (
                            "published_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="published"
                            ),
                        ),
                        (
                            "note",
                            models.TextField(blank=True, max_length=5000, verbose_name="note"),
                        ),
                    ],
                    options={
                        "verbose_name": "question set",
                        "verbose_name_plural": "question sets",
                        "ordering": ("-number",),
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="ScreeningRecord",
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
                        ("at", models.DateTimeField(auto_now_add=True, verbose_name="when")),
                        ("answers", models.JSONField(default=dict, verbose_name="answers")),
                        (
                            "computed",
                            models.CharField(
                                choices=[
                                    ("required", "Assessment required"),
                                    ("not_required", "Assessment not required"),
                                    ("covered", "Covered by another assessment"),
                                    ("other_unit", "Assessed by another unit"),
                                    ("ask", "To be asked of the information management officer"),
                                ],
                                max_length=20,
                                verbose_name="computed result",
                            ),
                        ),
                        (
                            "decided",
                            models.CharField(
                                choices=[
                                    ("required", "Assessment required"),
                                    ("not_required", "Assessment not required"),
                                    ("covered", "Covered by another assessment"),
                                    ("other_unit", "Assessed by another unit"),
                                    ("ask", "To be asked of the information management officer"),
                                ],
                                max_length=20,
                                verbose_name="result",
                            ),
                        ),
                        (
                            "reason",
                            models.TextField(blank=True, max_length=100000, verbose_name="reason"),
                        ),
                        (
                            "essential",
                            models.TextField(
                                blank=True,
                                max_length=100000,
                                verbose_name="what changes in the model",
                            ),
                        ),
                        (
                            "other_unit",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="unit that assesses"
                            ),
                        ),
                        ("fingerprint", models.JSONField(default=dict, editable=False)),
                        (
                            "by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="who",
                            ),
                        ),
                        (
                            "covered_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="covers",
                                to="projects.project",
                                verbose_name="covered by the assessment of",
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="%(class)ss",
                                to="projects.project",
                                verbose_name="project",
                            ),
                        ),
                        (
                            "question_set",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="screenings",
                                to="impact_assessments.questionset",
                                verbose_name="question set",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "screening",
                        "verbose_name_plural": "screenings",
                        "ordering": ("-at", "-pk"),
                        "indexes": [
                            models.Index(fields=["project", "-at"], name="screening_newest")
                        ],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="StillRight",
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
                        ("at", models.DateTimeField(auto_now_add=True, verbose_name="when")),
                        ("reason", models.TextField(max_length=5000, verbose_name="reason")),
                        ("fingerprint", models.JSONField(default=dict, editable=False)),
                        (
                            "by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="who",
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="%(class)ss",
                                to="projects.project",
                                verbose_name="project",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "second look",
                        "verbose_name_plural": "second looks",
                        "ordering": ("-at", "-pk"),
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="AssessmentVersion",
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
                        ("at", models.DateTimeField(auto_now_add=True, verbose_name="when")),
                        ("number", models.PositiveIntegerField(verbose_name="version")),
                        (
                            "stage",
                            models.CharField(
                                choices=[("preliminary", "Preliminary"), ("full", "Full")],
                                max_length=12,
                                verbose_name="stage",
                            ),
                        ),
                        ("document", models.JSONField(verbose_name="document")),
                        (
                            "sha256",
                            models.CharField(
                                max_length=64,
                                validators=[
                                    django.core.validators.RegexValidator("^[0-9a-f]{64}$")
                                ],
                                verbose_name="SHA-256",
                            ),
                        ),
                        (
                            "case_number",
                            models.CharField(
                                blank=True, max_length=100, verbose_name="case number"
                            ),
                        ),
                        ("fingerprint", models.JSONField(default=dict, editable=False)),
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
                            "by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="who",
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="%(class)ss",
                                to="projects.project",
                                verbose_name="project",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "approved version of an assessment",
                        "verbose_name_plural": "approved versions of assessments",
                        "ordering": ("-number",),
                        "indexes": [],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("project", "number"), name="assessment_version"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FollowUp",
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
                            models.CharField(max_length=300, verbose_name="what is done"),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("model", "Information management model"),
                                    ("dpia", "Data protection impact assessment"),
                                    ("register", "Case register"),
                                    (
                                        "publicity",
                                        "Description of how publicity is put into effect (section 28)",
                                    ),
                                    (
                                        "automation",
                                        "Decision on automated decisions (section 28 d)",
                                    ),
                                    ("instruction", "Instructions"),
                                    ("training", "Training"),
                                    ("procurement", "Procurement"),
                                    ("security", "Information security"),
                                    ("other", "Something else"),
                                ],
                                default="other",
                                max_length=12,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "part",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("economy", "Economy"),
                                    ("function", "Operation"),
                                    ("organising", "a) Organising information management"),
                                    ("security", "b) Information security"),
                                    ("data", "c) Processing and use of data"),
                                    ("case_management", "d) Case management"),
                                    ("publicity", "e) Publicity and secrecy of documents"),
                                    ("interoperability", "f) Interoperability and reuse of data"),
                                ],
                                max_length=20,
                                verbose_name="part",
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
                        ("due", models.DateField(blank=True, null=True, verbose_name="by")),
                        (
                            "done_on",
                            models.DateField(blank=True, null=True, verbose_name="done on"),
                        ),
                        (
                            "done_note",
                            models.TextField(
                                blank=True, max_length=5000, verbose_name="how it was done"
                            ),
                        ),
                        (
                            "reminded_at",
                            models.DateTimeField(blank=True, editable=False, null=True),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="follow_ups",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="owner",
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="follow_ups",
                                to="projects.project",
                                verbose_name="project",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "follow-up action",
                        "verbose_name_plural": "follow-up actions",
                        "ordering": ("due", "pk"),
                        "indexes": [models.Index(fields=["done_on", "due"], name="follow_up_late")],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalFollowUp",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("change_set", models.UUIDField(editable=False, null=True)),
                        (
                            "description",
                            models.CharField(max_length=300, verbose_name="what is done"),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("model", "Information management model"),
                                    ("dpia", "Data protection impact assessment"),
                                    ("register", "Case register"),
                                    (
                                        "publicity",
                                        "Description of how publicity is put into effect (section 28)",
                                    ),
                                    (
                                        "automation",
                                        "Decision on automated decisions (section 28 d)",
                                    ),
                                    ("instruction", "Instructions"),
                                    ("training", "Training"),
                                    ("procurement", "Procurement"),
                                    ("security", "Information security"),
                                    ("other", "Something else"),
                                ],
                                default="other",
                                max_length=12,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "part",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("economy", "Economy"),
                                    ("function", "Operation"),
                                    ("organising", "a) Organising information management"),
                                    ("security", "b) Information security"),
                                    ("data", "c) Processing and use of data"),
                                    ("case_management", "d) Case management"),
                                    ("publicity", "e) Publicity and secrecy of documents"),
                                    ("interoperability", "f) Interoperability and reuse of data"),
                                ],
                                max_length=20,
                                verbose_name="part",
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
                        ("due", models.DateField(blank=True, null=True, verbose_name="by")),
                        (
                            "done_on",
                            models.DateField(blank=True, null=True, verbose_name="done on"),
                        ),
                        (
                            "done_note",
                            models.TextField(
                                blank=True, max_length=5000, verbose_name="how it was done"
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
                    ],
                    options={
                        "verbose_name": "historical follow-up action",
                        "verbose_name_plural": "historical follow-up actions",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalLink",
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
                                    ("dpia", "Data protection impact assessment"),
                                    ("statement", "Statement"),
                                    ("case", "Case"),
                                    ("security", "Security assessment"),
                                    ("other_unit", "Assessment of another unit"),
                                ],
                                max_length=12,
                                verbose_name="kind",
                            ),
                        ),
                        ("url", models.URLField(blank=True, max_length=500, verbose_name="link")),
                        (
                            "name",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="name or case number"
                            ),
                        ),
                        ("date", models.DateField(blank=True, null=True, verbose_name="date")),
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
                        "verbose_name": "historical link of the assessment",
                        "verbose_name_plural": "historical links of the assessment",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalModelItem",
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
                                    ("process", "Process"),
                                    ("resource", "Data resource"),
                                    ("data_set", "Data set and its archiving"),
                                    ("system", "Information system"),
                                    ("interface", "Interface"),
                                    ("security", "Security measure"),
                                ],
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("code", models.CharField(max_length=60, verbose_name="code")),
                        (
                            "name_fi",
                            models.CharField(max_length=200, verbose_name="name in Finnish"),
                        ),
                        (
                            "name_sv",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="name in Swedish"
                            ),
                        ),
                        (
                            "owner",
                            models.CharField(blank=True, max_length=200, verbose_name="owner"),
                        ),
                        (
                            "retired_on",
                            models.DateField(
                                blank=True, null=True, verbose_name="out of use since"
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
                        "verbose_name": "historical item of the model",
                        "verbose_name_plural": "historical items of the model",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalPartRequest",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("change_set", models.UUIDField(editable=False, null=True)),
                        (
                            "part",
                            models.CharField(
                                choices=[
                                    ("economy", "Economy"),
                                    ("function", "Operation"),
                                    ("organising", "a) Organising information management"),
                                    ("security", "b) Information security"),
                                    ("data", "c) Processing and use of data"),
                                    ("case_management", "d) Case management"),
                                    ("publicity", "e) Publicity and secrecy of documents"),
                                    ("interoperability", "f) Interoperability and reuse of data"),
                                ],
                                max_length=20,
                                verbose_name="part",
                            ),
                        ),
                        ("due", models.DateField(verbose_name="by")),
                        (
                            "note",
                            models.TextField(blank=True, max_length=2000, verbose_name="note"),
                        ),
                        (
                            "answered_on",
                            models.DateField(blank=True, null=True, verbose_name="answered on"),
                        ),
                        (
                            "withdrawn_on",
                            models.DateField(blank=True, null=True, verbose_name="withdrawn on"),
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
                            "asked_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="asked by",
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
                            "person",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="who is asked",
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
                        "verbose_name": "historical question to a person",
                        "verbose_name_plural": "historical questions to persons",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Link",
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
                                    ("dpia", "Data protection impact assessment"),
                                    ("statement", "Statement"),
                                    ("case", "Case"),
                                    ("security", "Security assessment"),
                                    ("other_unit", "Assessment of another unit"),
                                ],
                                max_length=12,
                                verbose_name="kind",
                            ),
                        ),
                        ("url", models.URLField(blank=True, max_length=500, verbose_name="link")),
                        (
                            "name",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="name or case number"
                            ),
                        ),
                        ("date", models.DateField(blank=True, null=True, verbose_name="date")),
                        (
                            "project",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="assessment_links",
                                to="projects.project",
                                verbose_name="project",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "link of the assessment",
                        "verbose_name_plural": "links of the assessment",
                        "ordering": ("kind", "pk"),
                        "indexes": [],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("url", ""), _negated=True),
                                    models.Q(("name", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="assessment_link_says_something",
                                violation_error_message="Give a link or a case number.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ModelItem",
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
                                    ("process", "Process"),
                                    ("resource", "Data resource"),
                                    ("data_set", "Data set and its archiving"),
                                    ("system", "Information system"),
                                    ("interface", "Interface"),
                                    ("security", "Security measure"),
                                ],
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("code", models.CharField(max_length=60, verbose_name="code")),
                        (
                            "name_fi",
                            models.CharField(max_length=200, verbose_name="name in Finnish"),
                        ),
                        (
                            "name_sv",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="name in Swedish"
                            ),
                        ),
                        (
                            "owner",
                            models.CharField(blank=True, max_length=200, verbose_name="owner"),
                        ),
                        (
                            "retired_on",
                            models.DateField(
                                blank=True, null=True, verbose_name="out of use since"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "item of the model",
                        "verbose_name_plural": "items of the model",
                        "ordering": ("kind", "name_fi", "code"),
                        "constraints": [
                            models.UniqueConstraint(fields=("kind", "code"), name="model_item_code")
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="ModelChange",
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
                                    ("process", "Process"),
                                    ("resource", "Data resource"),
                                    ("data_set", "Data set and its archiving"),
                                    ("system", "Information system"),
                                    ("interface", "Interface"),
                                    ("security", "Security measure"),
                                ],
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("name", models.CharField(blank=True, max_length=200, verbose_name="name")),
                        (
                            "change",
                            models.CharField(
                                choices=[
                                    ("new", "New"),
                                    ("changed", "Changed"),
                                    ("ended", "Ended"),
                                    ("moved", "Moved"),
                                ],
                                max_length=8,
                                verbose_name="change",
                            ),
                        ),
                        (
                            "what",
                            models.TextField(
                                blank=True, max_length=5000, verbose_name="what changes"
                            ),
                        ),
                        (
                            "part",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("economy", "Economy"),
                                    ("function", "Operation"),
                                    ("organising", "a) Organising information management"),
                                    ("security", "b) Information security"),
                                    ("data", "c) Processing and use of data"),
                                    ("case_management", "d) Case management"),
                                    ("publicity", "e) Publicity and secrecy of documents"),
                                    ("interoperability", "f) Interoperability and reuse of data"),
                                ],
                                max_length=20,
                                verbose_name="part",
                            ),
                        ),
                        (
                            "done_on",
                            models.DateField(
                                blank=True, null=True, verbose_name="in the model since"
                            ),
                        ),
                        ("link", models.URLField(blank=True, max_length=500, verbose_name="link")),
                        (
                            "project",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="model_changes",
                                to="projects.project",
                                verbose_name="project",
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="changes",
                                to="impact_assessments.modelitem",
                                verbose_name="in the city's model",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "change of the model",
                        "verbose_name_plural": "changes of the model",
                        "ordering": ("kind", "pk"),
                        "indexes": [
                            models.Index(fields=["kind", "name"], name="model_change_name")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("item__isnull", False),
                                    models.Q(("name", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="model_change_has_a_name",
                                violation_error_message="Name it, or pick it from the list.",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalModelChange",
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
                                    ("process", "Process"),
                                    ("resource", "Data resource"),
                                    ("data_set", "Data set and its archiving"),
                                    ("system", "Information system"),
                                    ("interface", "Interface"),
                                    ("security", "Security measure"),
                                ],
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("name", models.CharField(blank=True, max_length=200, verbose_name="name")),
                        (
                            "change",
                            models.CharField(
                                choices=[
                                    ("new", "New"),
                                    ("changed", "Changed"),
                                    ("ended", "Ended"),
                                    ("moved", "Moved"),
                                ],
                                max_length=8,
                                verbose_name="change",
                            ),
                        ),
                        (
                            "what",
                            models.TextField(
                                blank=True, max_length=5000, verbose_name="what changes"
                            ),
                        ),
                        (
                            "part",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("economy", "Economy"),
                                    ("function", "Operation"),
                                    ("organising", "a) Organising information management"),
                                    ("security", "b) Information security"),
                                    ("data", "c) Processing and use of data"),
                                    ("case_management", "d) Case management"),
                                    ("publicity", "e) Publicity and secrecy of documents"),
                                    ("interoperability", "f) Interoperability and reuse of data"),
                                ],
                                max_length=20,
                                verbose_name="part",
                            ),
                        ),
                        (
                            "done_on",
                            models.DateField(
                                blank=True, null=True, verbose_name="in the model since"
                            ),
                        ),
                        ("link", models.URLField(blank=True, max_length=500, verbose_name="link")),
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
                            "item",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="impact_assessments.modelitem",
                                verbose_name="in the city's model",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical change of the model",
                        "verbose_name_plural": "historical changes of the model",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="PartRequest",
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
                            "part",
                            models.CharField(
                                choices=[
                                    ("economy", "Economy"),
                                    ("function", "Operation"),
                                    ("organising", "a) Organising information management"),
                                    ("security", "b) Information security"),
                                    ("data", "c) Processing and use of data"),
                                    ("case_management", "d) Case management"),
                                    ("publicity", "e) Publicity and secrecy of documents"),
                                    ("interoperability", "f) Interoperability and reuse of data"),
                                ],
                                max_length=20,
                                verbose_name="part",
                            ),
                        ),
                        ("due", models.DateField(verbose_name="by")),
                        (
                            "note",
                            models.TextField(blank=True, max_length=2000, verbose_name="note"),
                        ),
                        (
                            "answered_on",
                            models.DateField(blank=True, null=True, verbose_name="answered on"),
                        ),
                        (
                            "withdrawn_on",
                            models.DateField(blank=True, null=True, verbose_name="withdrawn on"),
                        ),
                        (
                            "asked_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="asked by",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="part_requests",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="who is asked",
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="part_requests",
                                to="projects.project",
                                verbose_name="project",
                            ),
                        ),
                        ("told_at", models.DateTimeField(blank=True, editable=False, null=True)),
                    ],
                    options={
                        "verbose_name": "question to a person",
                        "verbose_name_plural": "questions to persons",
                        "ordering": ("-pk",),
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="PartReview",
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
                        ("at", models.DateTimeField(auto_now_add=True, verbose_name="when")),
                        (
                            "part",
                            models.CharField(
                                choices=[
                                    ("economy", "Economy"),
                                    ("function", "Operation"),
                                    ("organising", "a) Organising information management"),
                                    ("security", "b) Information security"),
                                    ("data", "c) Processing and use of data"),
                                    ("case_management", "d) Case management"),
                                    ("publicity", "e) Publicity and secrecy of documents"),
                                    ("interoperability", "f) Interoperability and reuse of data"),
                                ],
                                max_length=20,
                                verbose_name="part",
                            ),
                        ),
                        (
                            "mark",
                            models.CharField(
                                choices=[
                                    ("ok", "In order"),
                                    ("improve", "Could be better"),
                                    ("fix", "To be mended"),
                                ],
                                max_length=8,
                                verbose_name="mark",
                            ),
                        ),
                        (
                            "comment",
                            models.TextField(blank=True, max_length=5000, verbose_name="comment"),
                        ),
                        ("digest", models.CharField(max_length=64, verbose_name="SHA-256")),
                        (
                            "by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="who",
                            ),
                        ),
                        (
                            "project",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="%(class)ss",
                                to="projects.project",
                                verbose_name="project",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "review of a part",
                        "verbose_name_plural": "reviews of parts",
                        "ordering": ("-at", "-pk"),
                        "indexes": [
                            models.Index(fields=["project", "part", "-at"], name="review_newest")
                        ],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Question",
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
                                help_text="Short, and one of a kind in its set: answers are kept under it.",
                                max_length=12,
                                verbose_name="code",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("screen", "Decides in the screening"),
                                    ("beside", "Asked beside the screening"),
                                    ("guide", "Guides a part"),
                                ],
                                max_length=8,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "part",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("economy", "Economy"),
                                    ("function", "Operation"),
                                    ("organising", "a) Organising information management"),
                                    ("security", "b) Information security"),
                                    ("data", "c) Processing and use of data"),
                                    ("case_management", "d) Case management"),
                                    ("publicity", "e) Publicity and secrecy of documents"),
                                    ("interoperability", "f) Interoperability and reuse of data"),
                                ],
                                max_length=20,
                                verbose_name="part",
                            ),
                        ),
                        (
                            "position",
                            models.PositiveSmallIntegerField(default=0, verbose_name="position"),
                        ),
                        (
                            "law",
                            models.CharField(
                                blank=True, max_length=60, verbose_name="section of the Act"
                            ),
                        ),
                        (
                            "leads_to",
                            models.CharField(
                                blank=True,
                                help_text="A change in the model or an action that a tick proposes.",
                                max_length=30,
                                verbose_name="leads to",
                            ),
                        ),
                        (
                            "text_fi",
                            models.CharField(max_length=300, verbose_name="question in Finnish"),
                        ),
                        (
                            "text_sv",
                            models.CharField(max_length=300, verbose_name="question in Swedish"),
                        ),
                        (
                            "text_en",
                            models.CharField(max_length=300, verbose_name="question in English"),
                        ),
                        (
                            "help_fi",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="help in Finnish"
                            ),
                        ),
                        (
                            "help_sv",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="help in Swedish"
                            ),
                        ),
                        (
                            "help_en",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="help in English"
                            ),
                        ),
                        (
                            "question_set",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="questions",
                                to="impact_assessments.questionset",
                                verbose_name="question set",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "question",
                        "verbose_name_plural": "questions",
                        "ordering": ("position", "pk"),
                        "indexes": [],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("question_set", "code"), name="question_code"
                            )
                        ],
                    },
                ),
            ]
        ),
        migrations.RunPython(
            import_module("impact_assessments.migrations.0006_first_question_set").fill,
            migrations.RunPython.noop,
        ),
    ]
