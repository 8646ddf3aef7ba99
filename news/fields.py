"""Model fields of our own."""

import json
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
