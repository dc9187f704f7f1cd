"""Finding: what the graph holds, and the words behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.errors import AccessError, InputError, MissingError
from kg.model import Block, Position, Review
from kg.model.record import ArticleRecord
from kg.store import Store, open_store
from kg.store.locking import HeldError
from kg.store.snapshots import Snapshot, open_copy
from kg.store.store import ArticleHeader
from kg.usecases.guessing import named_nearest, nearest
from kg.usecases.running import RunningServer, find_server, server_at


@dataclass(frozen=True, kw_only=True, slots=True)
class Explanation:
    """A position with the article it was read from, the paragraphs its words stand in, and all decisions on it."""

    position: Position
    record: ArticleRecord
    paragraphs: tuple[Block, ...]
    reviews: tuple[Review, ...] = ()


def open_graph(location: str) -> Store:
    """The graph at ``location`` (a folder, or a server's address), to be read; close it, or use it in a ``with``.

    A graph that a server of this user holds is read as it is now, from a copy that takes milliseconds and is gone
    after. Raises MissingError when there is none, AccessError when it cannot be opened.
    """
    if "://" in location:
        return _graph_at(location)
    if not Path(location).exists():
        raise MissingError(f"expected a graph at {location}, found nothing there; parley ingest makes one")
    try:
        return open_store(location, read_only=True)
    except HeldError:
        server = find_server(location)
        if server is None:
            raise
        with server:
            return _copy(location, server)


def _graph_at(address: str) -> Store:
    server = server_at(address)
    if server is None:
        return open_store(address, read_only=True)
    with server:
        return open_store(server.sparql, read_only=True, key=server.key)


def _copy(location: str, server: RunningServer) -> Store:
    """The graph that the server holds, copied; read through the server where the folder beside it is not ours."""
    try:
        room = Snapshot.room(Path(location))
    except AccessError:
        return open_store(server.sparql, read_only=True, key=server.key)
    try:
        server.copy_into(room.name)
    except BaseException:
        room.close()
        raise
    return open_copy(room, name=location)


def writing_at(location: str) -> Store | RunningServer:
    """What writes to the graph at ``location``: the store itself, or the server of this user that holds it.

    Raises AccessError when neither can be had.
    """
    server = server_at(location)
    if server is not None:
        return server
    try:
        return open_store(location)
    except HeldError:
        holder = find_server(location)
        if holder is None:
            raise
        return holder


def explain(store: Store, id_or_prefix: str) -> Explanation:
    """The words behind the position with this id, or the only one whose id begins so."""
    position = store.position(id_or_prefix)
    record = store.article(position.evidence.article)
    spans = [position.evidence.span, *(condition.evidence.span for condition in position.conditions)]
    whole = tuple(block for block in record.article.blocks if any(block.span.overlaps(span) for span in spans))
    reviews = tuple(store.reviews([position.id]))
    return Explanation(position=position, record=record, paragraphs=whole, reviews=reviews)


def find_article(known: Sequence[ArticleHeader], words: str) -> ArticleHeader:
    """The article with this id or source, or the only one whose id begins so, or whose source ends so.

    Raises MissingError when there is none, with the nearest sources, InputError when there are several.
    """
    for fits in (
        [header for header in known if words in (header.id, header.source)],
        [header for header in known if header.id.startswith(words.lower()) or header.source.endswith(f"/{words}")],
    ):
        if len(fits) == 1:
            return fits[0]
        if fits:
            ids = ", ".join(header.id for header in fits)
            raise InputError(f"expected words that fit one article, got {words!r}, which fits {ids}")
    hint = named_nearest(nearest(words, [header.source for header in known])) or "parley articles lists them"
    raise MissingError(f"expected an article of this graph, got {words!r}; {hint}")
