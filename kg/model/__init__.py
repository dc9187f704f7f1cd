"""The ground floor: frozen values, standard library only."""

from kg.model.actor import Actor, ActorKind
from kg.model.article import Article, Block, BlockKind
from kg.model.evidence import Evidence
from kg.model.mention import Mention
from kg.model.position import Act, Attribution, Condition, Modality, Position, Relation, Stance
from kg.model.proposal import Proposal
from kg.model.provenance import Extraction
from kg.model.review import Review, ReviewState
from kg.model.span import Span

__all__ = [
    "Act", "Actor", "ActorKind", "Article", "Attribution", "Block", "BlockKind", "Condition", "Evidence", "Extraction",
    "Mention", "Modality", "Position", "Proposal", "Relation", "Review", "ReviewState", "Span", "Stance",
]  # fmt: skip
