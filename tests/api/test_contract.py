"""The API keeps to its own OpenAPI document, whatever is sent (schemathesis)."""

import jsonschema
import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as how
from schemathesis.checks import CHECKS
from schemathesis.generation import GenerationMode

from accounts.models import User
from api.document import document
from api.resources.examples import SENT
from projects.models import Project
from tests.access import World
from tests.api.asking import Program, token_of

pytestmark = pytest.mark.django_db
# What fits the document may still be against a rule of the portfolio: an end before its start.
LEFT_OUT = {"positive_data_acceptance"}
FEW = how(
    max_examples=2,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def secret(rows_of_module):
    with rows_of_module():
        World.make()
        return token_of(User.objects.get(username="person-planner"))[1]


@pytest.fixture
def _one_connection():
    """A request ends without closing the connection that the test's transaction is on."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.mark.one_database
@pytest.mark.usefixtures("_one_connection")
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_every_address_answers_as_the_document_says(secret, settings, mode):
    """What fits the document, and what does not; what one request writes is no other's."""
    settings.API_REQUESTS_A_MINUTE = 1_000_000
    checks = [check for check in CHECKS.get_all() if check.__name__ not in LEFT_OUT]
    headers = {"Authorization": f"Bearer {secret}", "Accept-Encoding": "identity"}
    contract = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    operations = [found.ok() for found in contract.get_all_operations()]
    assert len(operations) > 50
    wrong = []
    for operation in operations:

        @FEW
        @given(case=operation.as_strategy(generation_mode=mode))
        def keeps_to_it(case):
            with transaction.atomic():
                case.call_and_validate(headers=headers, checks=checks)
                transaction.set_rollback(True)

        try:
            keeps_to_it()
        except Exception as error:  # all of them are told at once
            each = getattr(error, "exceptions", [error])
            wrong += [f"{operation.label}: {one}" for one in each]
    assert not wrong, "\n\n".join(wrong)


def test_the_document_is_openapi_and_its_examples_are_taken(secret):
    """In each language; what stands in it as an example is saved as it stands."""
    told = document("fi")
    assert (told["openapi"], told["info"]["title"]) == ("3.1.0", "Salkku")
    assert document("sv")["info"]["description"] != told["info"]["description"]
    program = Program(User.objects.get(username="person-planner"))
    project, other = (Project.objects.get(name=name) for name in ("own", "other"))
    for name, sent in SENT.items():
        where = {"project": "projects", "area": "areas", "goal": "goals"}.get(name, name)
        component = told["paths"][f"/api/v1/{where}/"]["post"]["requestBody"]["content"]
        schema = component["application/json"]["schema"] | {"components": told["components"]}
        own = sent | {"project": project.pk} if "project" in sent else sent
        own = own | {"other": other.pk} if "other" in sent else own
        own = own | {"service_area": project.service_area_id} if "service_area" in sent else own
        if name == "area":
            own = own | {"name": "Uusi alue"}
        jsonschema.validate(own, schema)
        answer = program.post(f"{where}/", own)
        assert answer.status_code == 201, (name, answer.content)
