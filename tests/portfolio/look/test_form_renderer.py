"""What is written of plain controls without a template is what Django's templates write."""

from __future__ import annotations

import re

import pytest
from django import forms
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy, override

from accounts.web.worded_once import worded_once
from portfolio.web.form_renderer import WRITTEN, FormRenderer

POISON = '<b>"it\'s" & & amp;</b>'
CHOICES = [
    ("", "–"), (1, 1234), (True, gettext_lazy("yes")), (POISON, POISON),
    ("Ryhmä & muut", [("a", SafeString("<i>A</i>")), (None, "tyhjä")]),
]  # fmt: skip
ATTRIBUTES = {"hx-get": "/?a=1&b=2", "required": True, "disabled": False, "size": 3}
ATTRIBUTES |= {"title": POISON}
INPUTS = [
    forms.TextInput, forms.NumberInput, forms.EmailInput, forms.URLInput, forms.TelInput,
    forms.SearchInput, forms.ColorInput, forms.PasswordInput, forms.HiddenInput, forms.DateInput,
    forms.DateTimeInput, forms.TimeInput, forms.CheckboxInput, forms.Textarea,
]  # fmt: skip


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_every_plain_control_reads_as_django_writes_it(language):
    with override(language):
        for kind in INPUTS:
            for value in (None, "", POISON, 1234567, "1\n2", True):
                widget = kind(ATTRIBUTES)
                same(lambda renderer, w=widget, v=value: w.render("a<b", v, None, renderer))
        for kind in (forms.Select, forms.SelectMultiple):
            for value in (None, "", 1, [POISON, "a"], True):
                widget = kind(ATTRIBUTES, CHOICES)
                same(lambda renderer, w=widget, v=value: w.render("valinta", v, None, renderer))
        for value in (None, True, "false"):
            widget = forms.NullBooleanSelect()
            same(lambda renderer, w=widget, v=value: w.render("valinta", v, None, renderer))


def test_labels_and_errors_too():
    class Form(forms.Form):
        name = forms.CharField(label=POISON, max_length=3, help_text=POISON)
        kind = forms.ChoiceField(choices=[("a", "A")], label=gettext_lazy("yes"))

    for data in (None, {"name": POISON, "kind": POISON}, {"name": "a", "kind": "a"}):
        for told in (
            lambda form: form.as_div(),
            lambda form: form.as_p(),
            lambda form: form["name"].errors.as_ul(),
            lambda form: form["name"].label_tag(attrs={"class": "x"}),
            lambda form: form["kind"].legend_tag(),
        ):
            same(lambda renderer, d=data, t=told: t(Form(d, renderer=renderer)))


def test_the_choice_of_nothing_is_in_words():
    with override("sv"):
        told = forms.Select(choices=BLANK_CHOICE_DASH).render("val", "", renderer=FormRenderer())
    assert ">inget valt</option>" in told


def test_every_template_that_is_passed_by_is_one_of_djangos():
    for name in WRITTEN:
        assert DjangoTemplates().get_template(name)


def test_choices_put_into_words_once_are_the_same_for_every_row():
    class Form(forms.Form):
        kind = worded_once(
            forms.TypedChoiceField(choices=[("", "---"), ("a", gettext_lazy("yes"))])
        )

    first, second = Form({"kind": "a"}), Form({"kind": "b"})
    assert first.is_valid()
    assert not second.is_valid()
    assert first.fields["kind"].choices is second.fields["kind"].choices
    second.fields["kind"].choices = [("b", "B")]
    assert list(Form().fields["kind"].choices) == [("", "---"), ("a", "kyllä")]


def same(render):
    written, templated = render(FormRenderer()), render(DjangoTemplates())
    assert spaced(str(written)) == spaced(str(templated))


def spaced(html):
    return re.sub(r"\s*\n\s*", "\n", html).strip()
