from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import FileExtensionValidator
from django.db import models
from django.db.models.fields.files import ImageFieldFile

from shop.media.pictures import EXTENSIONS, get_widths, read_picture, store_picture


class PictureFile(ImageFieldFile):
    """A picture in several sizes; asking for their addresses reads nothing."""

    def save(self, name: str, content: Any, save: bool = True) -> None:
        self.name = store_picture(
            self.storage,
            read_picture(content),
            folder=self.field.upload_to,
            name=name,
        )
        setattr(self.instance, self.field.attname, self.name)
        self._committed = True
        if save:
            self.instance.save()

    @property
    def sizes(self) -> dict[int, str]:
        """The addresses by width; empty for files that were not made here."""
        widths = get_widths(self.name or "")
        # Putting an address together takes a while, and they differ in the end alone.
        folder = self.url.rpartition("/")[0] if widths else ""
        return {width: f"{folder}/{width}.webp" for width in widths}

    @property
    def srcset(self) -> str:
        return ", ".join(f"{url} {width}w" for width, url in self.sizes.items())

    @property
    def thumbnail(self) -> str:
        """The address of the smallest size."""
        return next(iter(self.sizes.values()), None) or self.url


class PictureFormField(forms.ImageField):
    default_validators = [FileExtensionValidator(EXTENSIONS)]

    def to_python(self, data: Any) -> Any:
        # Past ImageField's own look, which opens every format there is.
        file = forms.FileField.to_python(self, data)
        if file is not None:
            read_picture(file)
            file.seek(0)
        return file


class PictureField(models.ImageField):
    """An ImageField that keeps no byte of an upload as it came."""

    attr_class = PictureFile

    def formfield(self, **kwargs: Any) -> forms.Field:
        return super().formfield(**{"form_class": PictureFormField, **kwargs})
