"""`sentra.web.numbers` for templates."""

from django import template

from sentra.web import numbers

register = template.Library()
for words in (numbers.thousands, numbers.decimal_comma, numbers.rupiah, numbers.rupiah_full, numbers.day):
    register.filter(words)
