"""Writing a comment: the text, and whether the people it mentions may hear of it."""

from __future__ import annotations

from typing import cast

from django import forms
from django.db.models.functions import Lower
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.mail import outbox
from accounts.models import User
from accounts.types import Cleaned
from projects.models import Comment
from projects.models.talk import mentions

MOST_MENTIONED = 20


class CommentForm(forms.ModelForm):
    """Of a comment that has its project and its author. Cleans to `mentioned`, the people named."""

    # When the text was last changed as the form was opened: a second window must not overwrite it.
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Comment
        fields = ("text",)
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, data: QueryDict | None = None, *, instance: Comment) -> None:
        super().__init__(data, instance=instance)
        self.fields["text"].help_text = (
            _(
                "Whoever sees the project reads this. @username mentions a person, who gets "
                "an e-mail."
            )
            if outbox.is_set_up()
            else _("Whoever sees the project reads this.")
        )
        self.mentioned: list[User] = []
        self.was = self.instance.text if self.instance.pk else ""
        self.initial["seen"] = str(self.instance.edited_at or "")

    def clean_text(self) -> str:
        text = self.cleaned_data["text"]
        names = mentions(text)
        if len(names) > MOST_MENTIONED:
            raise forms.ValidationError(
                ngettext(
                    "A comment mentions %(most)d person at most.",
                    "A comment mentions %(most)d people at most.",
                    MOST_MENTIONED,
                )
                % {"most": MOST_MENTIONED}
            )
        folded = {name.lower() for name in names}
        people = User.objects.annotate(folded=Lower("username")).filter(
            folded__in=folded, is_active=True
        )
        known = {person.username.lower(): person for person in people}
        wrong = []
        for name in names:
            person = known.get(name.lower())
            if person is None:
                wrong.append(_("There is no user “%(name)s”.") % {"name": name})
            elif not self.instance.is_visible_to(person):
                wrong.append(
                    _("“%(name)s” may not see this project or its comments.") % {"name": name}
                )
            elif person not in self.mentioned:
                self.mentioned.append(person)
        if wrong:
            raise forms.ValidationError(wrong)
        return text

    def clean(self) -> Cleaned | None:
        if self.instance.pk and self.data.get("seen", "") != self.initial["seen"]:
            data = cast("QueryDict", self.data).copy()
            data["seen"] = self.initial["seen"]  # the next save knows what was shown
            self.data = data
            raise forms.ValidationError(
                _(
                    "The comment was changed elsewhere in between. It now says: “%(text)s” Save "
                    "again to replace it."
                ),
                params={"text": self.was},
            )
        return super().clean()

    @property
    def newly_mentioned(self) -> list[User]:
        """The people whom the text did not mention before."""
        before = {name.lower() for name in mentions(self.was)}
        return [person for person in self.mentioned if person.username.lower() not in before]
