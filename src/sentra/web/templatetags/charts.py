"""The small drawings a template asks for itself; bigger charts are drawn by the view."""

from django import template

from sentra.web import charts

register = template.Library()
register.simple_tag(charts.sparkline, name="sparkline")
register.simple_tag(charts.ring, name="ring")
register.simple_tag(charts.meter, name="meter")
