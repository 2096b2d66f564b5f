"""Areas by Kemendagri code. A renumbering is a new edition: old codes keep their rows."""

from django.db import models


class Level(models.TextChoices):
    """As in Kepmendagri: regency, district, and the two kinds of village."""

    REGENCY = "kabupaten", "Kabupaten"
    DISTRICT = "kecamatan", "Kecamatan"
    DESA = "desa", "Desa"
    KELURAHAN = "kelurahan", "Kelurahan"


class Area(models.Model):
    """A regency, district or village: code, name, parent, a point inside it, and since when."""

    code = models.CharField(max_length=13, primary_key=True)  # PP.KK.CC.VVVV
    name = models.CharField(max_length=100)
    level = models.CharField(max_length=10, choices=Level.choices)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    latitude = models.FloatField(null=True)  # degrees north, WGS 84
    longitude = models.FloatField(null=True)  # degrees east, WGS 84
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    source = models.CharField(max_length=300)

    class Meta:
        indexes = (models.Index(fields=("level", "name"), name="places_level_name"),)

    def __str__(self) -> str:
        return self.name


class AreaAlias(models.Model):
    """Another spelling of a village that real lists use (`Mergasana` / `Margasana`)."""

    spelling = models.CharField(max_length=100, unique=True)
    area = models.ForeignKey(Area, models.CASCADE, related_name="aliases")


class Boundary(models.Model):
    """A shape given by the user (GeoJSON geometry) that replaces the drawn cell of an area."""

    area = models.OneToOneField(Area, models.CASCADE, related_name="boundary")
    geometry = models.JSONField()
    source = models.CharField(max_length=300)
