"""Documents and pictures of a round, for those who may see whom they are about."""

from django.db.models import Model, Q

from sentra.base.documents.models import Attachment, Document
from sentra.base.people.models import User
from sentra.base.permissions import refuse_unless
from sentra.programmes.models import (
    Award,
    Handover,
    Inspection,
    Item,
    Paper,
    Proposal,
    ProposalState,
    Transfer,
    Visit,
)
from sentra.programmes.queries.papers import decree_of
from sentra.programmes.rules.roles import may_read_aid, sees_district

DECIDED = (
    ProposalState.FROZEN,
    ProposalState.AWARDED,
    ProposalState.WAITING,
    ProposalState.UNSUCCESSFUL,
    ProposalState.DECLINED,
)
LEANING: tuple[tuple[type[Model], str], ...] = (
    (Visit, "photo"),
    (Handover, "photo"),
    (Handover, "signature"),
    (Inspection, "photo"),
    (Item, "photo"),
    (Paper, "file"),
)
SUBJECTS = ("programmes.round", "programmes.proposal", "programmes.award")


def document_shown(by: User, pk: int) -> Document:
    """One that this room issued. Raises Refused, Document.DoesNotExist (also for another district's)."""
    refuse_unless(may_read_aid(by))
    document = Document.objects.select_related("key").get(pk=pk, subject_kind__in=SUBJECTS)
    proposal = _proposal_of(document)
    if proposal and not sees_district(by, proposal.snapshot.get("district")):
        raise Document.DoesNotExist
    return document


def _proposal_of(document: Document) -> Proposal | None:
    """None for a document of a whole round."""
    if document.subject_kind == "programmes.proposal":
        return Proposal.objects.get(pk=document.subject_id)
    if document.subject_kind == "programmes.award":
        return Award.objects.select_related("proposal").get(pk=document.subject_id).proposal
    return None


def documents_of(kind: str, subject: str, ident: int) -> list[Document]:
    """Those of one kind that were issued for one round, proposal or award, the newest first."""
    found = Document.objects.filter(kind=kind, subject_kind=f"programmes.{subject}", subject_id=str(ident))
    return list(found.order_by("-at", "-pk"))


def documents_about(proposal: Proposal) -> list[Document]:
    """All numbered documents that speak of it, as they were issued: its own, those of its awards, the minutes
    of the round it took part in, and the decree that names it.
    """
    awards = list(proposal.awards.select_related("round"))
    own = Q(subject_kind="programmes.proposal", subject_id=str(proposal.pk))
    given = Q(subject_kind="programmes.award", subject_id__in=[str(award.pk) for award in awards])
    common = [decree.document_id for award in awards if (decree := decree_of(award))]
    if proposal.state in DECIDED:
        common += proposal.round.papers.filter(kind="minutes", void=False).values_list("document", flat=True)
    moved = Transfer.objects.filter(receiver__in=awards).values("document")
    found = Document.objects.filter(own | given | Q(pk__in=common) | Q(pk__in=moved))
    return list(found.order_by("at", "pk"))


def attachment_shown(by: User, pk: int) -> Attachment:
    """A photo, scan or signature of this room. Raises Refused, Attachment.DoesNotExist (also for another
    district's, and for what only another room leans on).
    """
    refuse_unless(may_read_aid(by))
    if not any(kind._default_manager.filter(**{field: pk}).exists() for kind, field in LEANING):
        raise Attachment.DoesNotExist
    attachment = Attachment.objects.select_related("key").get(pk=pk)
    if not all(sees_district(by, one.snapshot.get("district")) for one in _proposals_of(attachment)):
        raise Attachment.DoesNotExist
    return attachment


def _proposals_of(attachment: Attachment) -> list[Proposal]:
    """Whoever the picture is about; nobody for the scan of a paper of a whole round."""
    photo = Q(photo=attachment)
    found = [
        *Visit.objects.filter(photo).values_list("proposal", flat=True),
        *Handover.objects.filter(photo | Q(signature=attachment)).values_list("award__proposal", flat=True),
        *Inspection.objects.filter(photo).values_list("award__proposal", flat=True),
        *Item.objects.filter(photo, award__isnull=False).values_list("award__proposal", flat=True),
        *Paper.objects.filter(file=attachment, proposal__isnull=False).values_list("proposal", flat=True),
    ]
    return list(Proposal.objects.filter(pk__in=found))
