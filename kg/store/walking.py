"""A walk over the tokens of a SPARQL text, from one to the next."""

from __future__ import annotations

from kg.errors import InputError
from kg.store.tokens import TokenKind, place, tokens

SHOWN = 40


class Walk:
    """Where a reader stands in a text: before the token number ``at``. ``whole`` is what messages call the text."""

    def __init__(self, text: str, whole: str) -> None:
        self.text = text
        self.tokens = list(tokens(text))
        self.at = 0
        self._whole = whole

    def peek(self, ahead: int = 0) -> str:
        """The word that comes, in capitals; empty where something else comes, or nothing."""
        at = self.at + ahead
        is_word = at < len(self.tokens) and self.tokens[at].kind is TokenKind.WORD
        return self.tokens[at].text.upper() if is_word else ""

    def skip(self, word: str) -> bool:
        """Whether this word came; if so, it is behind now."""
        found = self.peek() == word
        self.at += found
        return found

    def expect(self, text: str) -> None:
        """Go past this word or sign; InputError where another one comes."""
        if self.at == len(self.tokens) or self.tokens[self.at].text.upper() != text:
            raise self.unexpected(text)
        self.at += 1

    def skip_group(self) -> None:
        """Go past a group in braces with all that is in it; InputError where none begins, or it has no end."""
        depth = 0
        for at in range(self.at, len(self.tokens)):
            if self.tokens[at].kind is TokenKind.SIGN:
                depth += {"{": 1, "}": -1}.get(self.tokens[at].text, 0)
            if depth == 0:
                if at > self.at:
                    self.at = at + 1
                    return
                break
        raise self.unexpected("a group that opens and closes with braces")

    def slice(self, start: int, end: int) -> str:
        """The text from one token to before another."""
        last = self.tokens[end - 1]
        return self.text[self.tokens[start].start : last.start + len(last.text)]

    def place(self, at: int) -> str:
        """Where a token stands, in words."""
        return place(self.text, self.tokens[at].start)

    def unexpected(self, expected: str) -> InputError:
        """The error that something else was expected than what comes."""
        if self.at >= len(self.tokens):
            return InputError(f"expected {expected} in {self._whole}, got its end")
        got = self.tokens[self.at].text[:SHOWN]
        return InputError(f"expected {expected} in {self._whole}, got {got} {self.place(self.at)}")
