"""A sentence as a dependency tree (Universal Dependencies v2), without any parser's own types."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.errors import InputError
from kg.model import Span


@dataclass(frozen=True, slots=True)
class Token:
    """One word: where it stands in the article, and its place in the tree.

    ``index`` counts from 0 in the sentence, ``head`` is the governor's index (its own for the root), ``relation`` the
    UD relation with subtype, ``pos`` the universal and ``tag`` the Penn part of speech, ``entity`` one of PERSON, ORG,
    GPE, LOC or empty.
    """

    index: int
    text: str
    lemma: str
    pos: str
    tag: str
    relation: str
    head: int
    start: int
    end: int
    entity: str = ""

    @property
    def base(self) -> str:
        """The relation without its subtype: ``nsubj`` for ``nsubj:pass``."""
        return self.relation.partition(":")[0]

    @property
    def lower(self) -> str:
        """The word in lower case, with a straight apostrophe."""
        return self.text.lower().replace("’", "'")


@dataclass(frozen=True, slots=True)
class Sentence:
    """The tokens of one sentence; ``paragraph`` numbers the block of the article that it stands in.

    Raises InputError when a head lies outside. That the tokens form one tree is the parser's promise and not checked
    here: each sentence is built several times while it is mended.
    """

    tokens: tuple[Token, ...]
    paragraph: int = 0
    _children: tuple[tuple[int, ...], ...] = field(init=False, repr=False, compare=False, default=())

    def __post_init__(self) -> None:
        children: list[list[int]] = [[] for _ in self.tokens]
        for token in self.tokens:
            if not 0 <= token.head < len(self.tokens):
                raise InputError(f"expected a head within {len(self.tokens)} words, got {token.head} at {token.text!r}")
            if token.head != token.index:
                children[token.head].append(token.index)
        object.__setattr__(self, "_children", tuple(tuple(c) for c in children))

    @property
    def span(self) -> Span:
        """From the first to the last character."""
        return Span(start=self.tokens[0].start, end=self.tokens[-1].end)

    @property
    def root(self) -> Token:
        """The head of the sentence."""
        return next(t for t in self.tokens if t.head == t.index)

    def head(self, token: Token) -> Token | None:
        """The governor, or None for the root."""
        return None if token.head == token.index else self.tokens[token.head]

    def children(self, token: Token, *relations: str) -> tuple[Token, ...]:
        """Dependents in order; with ``relations`` (with or without subtype) only those."""
        tokens = self.tokens
        if not relations:
            return tuple([tokens[i] for i in self._children[token.index]])
        return tuple(
            [t for i in self._children[token.index] if (t := tokens[i]).relation in relations or t.base in relations]
        )

    def child(self, token: Token, *relations: str) -> Token | None:
        """The first such dependent, or None."""
        found = self.children(token, *relations)
        return found[0] if found else None

    def subtree(self, token: Token, without: frozenset[int] = frozenset()) -> tuple[Token, ...]:
        """The token with all that hangs on it, in text order; branches whose top is in ``without`` are left out."""
        seen: list[int] = []
        stack = [token.index]
        while stack:
            at = stack.pop()
            seen.append(at)
            stack.extend(i for i in self._children[at] if i not in without)
        return tuple(self.tokens[i] for i in sorted(seen))

    def ancestors(self, token: Token) -> Iterator[Token]:
        """The governors from nearest to root."""
        steps = 0
        while token.head != token.index and steps < len(self.tokens):
            token = self.tokens[token.head]
            steps += 1
            yield token

    def conjuncts(self, token: Token) -> tuple[Token, ...]:
        """The token and those coordinated to it, in order."""
        found = [token]
        for c in self.children(token, "conj"):
            found.extend(self.conjuncts(c))
        return tuple(found)
