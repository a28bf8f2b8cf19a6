"""Attaching a file to a project."""

from __future__ import annotations

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from projects.models import Attachment
from projects.talk.attachable_files import FILE_KINDS, file_name, kind_of


class AttachmentForm(forms.ModelForm):
    """Of an attachment that has its project and who adds it."""

    file = forms.FileField(
        label=_("File"),
        max_length=500,
        widget=forms.FileInput(attrs={"accept": ",".join(f".{each}" for each in FILE_KINDS)}),
    )

    field_order = ("file", "note")

    class Meta:
        model = Attachment
        fields = ("note",)

    def clean_file(self) -> UploadedFile:
        file = self.cleaned_data["file"]
        self.instance.name = file_name(file.name)
        self.instance.kind = kind_of(self.instance.name, file)
        self.instance.size = file.size
        return file

    def save(self, commit: bool = True) -> Attachment:
        self.instance.file = self.cleaned_data["file"]
        return super().save(commit)
