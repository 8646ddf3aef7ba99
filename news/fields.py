"""Model fields of our own."""

import json
import zlib
from typing import Any

from django.db import models


class OrderedJSONField(models.TextField):
    """JSON kept as the text that Python wrote, so that order and number types survive.

    PostgreSQL's ``jsonb`` sorts keys and forgets whether a number was written ``1.0`` or ``1e22``,
    and refuses ``\\u0000``. In front matter all three are data. The price is that the database
    cannot search inside, which nothing here needs.
    """

    def from_db_value(self, value: str | None, *_: object) -> Any:
        return None if value is None else json.loads(value)

    def to_python(self, value: Any) -> Any:
        return json.loads(value) if isinstance(value, str) else value

    def get_prep_value(self, value: Any) -> str | None:
        return None if value is None else json.dumps(value)

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj)) or "null"


class CompressedTextField(models.BinaryField):
    """Text kept deflated: for texts that are only ever read whole, such as a file's head."""

    def from_db_value(self, value: bytes | memoryview | None, *_: object) -> str | None:
        return None if value is None else zlib.decompress(bytes(value)).decode()

    def get_db_prep_value(self, value: str | None, connection: Any, prepared: bool = False) -> Any:
        packed = None if value is None else zlib.compress(value.encode(), level=1)
        return super().get_db_prep_value(packed, connection, prepared)
