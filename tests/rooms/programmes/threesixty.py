"""The rules of the 360Giving Data Standard for what we publish, as a schema of our own.

Written by us from schema/360-giving-package-schema.json of version 1.4 (commit 7d8dd58d) and
schema/360-giving-schema.json (commit 4c3ad7b8, the edition that brought recipientIndividual and the codelists) of
github.com/ThreeSixtyGiving/standard, © 360Giving, CC BY 4.0; within version 1 that standard only adds optional
fields. Required fields, types, formats and patterns are theirs. Narrower than theirs, so that whatever holds
here holds there: one currency, one country, amounts above zero, titles as short as they advise, and no field
that is not named here (theirs lets any field pass).
"""

from typing import Any

import jsonschema_rs

Json = dict[str, Any]
DAY = "^[0-9]{4}-(0[1-9]|1[012])-(0[1-9]|[12][0-9]|3[01])$"
ON: Json = {"type": "string", "oneOf": [{"format": "date-time"}, {"pattern": DAY}]}
MOMENT: Json = {"type": "string", "format": "date-time"}
TEXT: Json = {"type": "string"}
TEXT_OR_NONE: Json = {"type": ["string", "null"]}
NUMBER_OR_NONE: Json = {"type": ["number", "null"]}
WEB: Json = {"type": "string", "format": "uri"}
WEB_OR_NONE: Json = {"type": ["string", "null"], "format": "uri"}


def object_of(*required: str, **known: Json) -> Json:
    told: Json = {"type": "object", "properties": known, "additionalProperties": False}
    return told | ({"required": list(required)} if required else {})


def list_of(item: Json, **otherwise: Any) -> Json:
    return {"type": "array", "items": item, **otherwise}


LOCATION = object_of(
    id=TEXT,
    name=TEXT_OR_NONE,
    countryCode={"enum": ["ID"]},
    latitude=NUMBER_OR_NONE,
    longitude=NUMBER_OR_NONE,
    description=TEXT_OR_NONE,
    geoCode=TEXT_OR_NONE,
    dateModified=MOMENT,
)
CLASSIFICATION = object_of(
    vocabulary=TEXT,
    code=TEXT,
    title=TEXT_OR_NONE,
    description=TEXT_OR_NONE,
    url=WEB_OR_NONE,
    dateModified=MOMENT,
)
GRANT_PROGRAMME = object_of(
    code=TEXT, title=TEXT_OR_NONE, description=TEXT_OR_NONE, url=WEB_OR_NONE, dateModified=MOMENT
)
PERSON = object_of("id", "name", id=TEXT, name=TEXT)
ORGANISATION = object_of(
    *("id", "name"),
    **dict.fromkeys(("id", "name", "department", "description", "addressLocality", "addressRegion"), TEXT),
    url=WEB,
    location=list_of(LOCATION),
    dateModified=MOMENT,
)
ALWAYS = ("id", "title", "description", "currency", "amountAwarded", "awardDate", "fundingOrganization")
GRANT = object_of(
    id=TEXT | {"minLength": 1},
    title=TEXT | {"maxLength": 139},
    description=TEXT,
    currency={"enum": ["IDR"]},
    amountAwarded={"type": "number", "minimum": 0, "exclusiveMinimum": True},
    awardDate=ON,
    url=WEB,
    recipientOrganization=list_of(ORGANISATION, minItems=1),
    recipientIndividual=PERSON,
    fundingOrganization=list_of(ORGANISATION, minItems=1),
    beneficiaryLocation=list_of(LOCATION),
    grantProgramme=list_of(GRANT_PROGRAMME),
    fromOpenCall={"enum": ["Yes", "No"]},
    fundingType=list_of(CLASSIFICATION),
    classifications=list_of(CLASSIFICATION),
    relatedActivity=list_of(TEXT),
    dateModified=MOMENT,
    dataSource=WEB_OR_NONE,
) | {"oneOf": [{"required": [*ALWAYS, f"recipient{who}"]} for who in ("Organization", "Individual")]}
PACKAGE = object_of(
    "grants",
    grants=list_of(GRANT, minItems=1, uniqueItems=True),
    version=TEXT | {"pattern": r"^(\d+\.)(\d+)$"},
    extensions=list_of(TEXT, uniqueItems=True),
    title=TEXT,
    description=TEXT,
    issued=ON,
    modified=ON,
    identifier=TEXT,
    publisher=object_of("name", identifier=TEXT, name=TEXT, website=WEB, logo=WEB),
    downloadURL=WEB,
    accessURL=WEB,
    license=WEB,
)
SCHEMA = jsonschema_rs.Draft4Validator(PACKAGE, validate_formats=True)


def faults(told: Json) -> list[str]:
    """Where it departs from the standard: the paths, as `grants/0/awardDate`."""
    return sorted({"/".join(map(str, wrong.instance_path)) for wrong in SCHEMA.iter_errors(told)})
