"""What allocation refuses to work on, and the sentence for it."""

from typing import Final

SENTENCES: Final = {
    "no_applicants": "The round has no applicants.",
    "no_funds": "The round has no funds.",
    "no_id": "{what}: the id is empty.",
    "twice": "{what} {id} is listed twice.",
    "score": "Applicant {applicant}: the score {score_tenths} is no whole number of tenths up to {highest}.",
    "wish_unknown": "Applicant {applicant} wishes for package {package}, which is not in the round.",
    "wish_twice": "Applicant {applicant} wishes for package {package} twice.",
    "group": "Applicant {applicant}: the group {group!r} must be written kind:value.",
    "price": "Package {package} costs {cost_idr} rupiah: a whole number above zero is needed.",
    "pieces": "Package {package}: {pieces} pieces of {kind}: a whole number above zero is needed.",
    "budget": "Fund {fund} has a budget of {budget_idr} rupiah: a whole number above zero is needed.",
    "fund_package": "Fund {fund} pays for package {package}, which is not in the round.",
    "fund_applicant": "Fund {fund} is open to applicant {applicant}, who is not in the round.",
    "stock": "Stock of {kind}: {pieces} pieces: a whole number from zero up is needed.",
    "rule_number": "Rule {rule}: {number} is not a whole number from {least} to {most}.",
    "rule_fund": "Rule {rule} speaks of fund {fund}, which is not in the round.",
    "rule_date": "Rule {rule}: {date!r} is not a date written year-month-day.",
    "past_date": "The award to {key} in the past: {date!r} is not a date written year-month-day.",
    "goal": "The goal {goal!r} needs {what}.",
    "goal_yields": "The goal {goal!r} may yield a whole number from 0 to 1000 in a thousand, not {yields}.",
    "seed": "The lottery's seed must be 64 hexadecimal digits.",
    "public_value": "The public value of the lottery is empty.",
    "secret": "The secret of the lottery must have at least 16 bytes.",
    "unknown_applicant": "There is no applicant {applicant} in the round.",
    "unknown_fund": "There is no fund {fund} in the round.",
    "unknown_rule": "There is no rule {rule} in the round.",
    "unknown_stock": "There is no stock of {kind} in the round.",
    "not_awarded": "Applicant {applicant} has no award to decline.",
    "clash": "The rules of the round contradict each other: {rules}.",
    "too_large": "The goal {goal!r} comes first and cannot be priced: {pairs} pairs are more than {most}.",
    "schema": "This is not a round written in schema {expected}: {found!r}.",
}


class AllocationRefused(ValueError):
    """The round cannot be allocated. `code` and `facts` say what and where; rooms put them into words."""

    def __init__(self, code: str, **facts: object) -> None:
        self.code, self.facts = code, facts
        super().__init__(SENTENCES[code].format(**facts))
