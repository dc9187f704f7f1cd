"""Records as RDF files."""

from __future__ import annotations

from pathlib import Path

import pytest
import rdflib
from pyoxigraph import RdfFormat, parse

from kg.errors import AccessError, InputError
from kg.export.rdf import RDF_FORMATS, to_rdf, write_rdf
from kg.rdf.encoding import article_quads
from tests.export.samples import record


@pytest.mark.parametrize("form", ["ttl", "nq", "trig", "jsonld", "nt", "rdf"])
def test_every_syntax_says_the_same(form: str) -> None:
    read = RdfFormat.from_extension(form)
    assert read is not None
    triples = {quad.triple for quad in parse(to_rdf([record()], form), format=read)}
    assert triples == {quad.triple for quad in article_quads(record())}


@pytest.mark.parametrize(("form", "name"), [("ttl", "turtle"), ("nt", "nt"), ("rdf", "xml")])
def test_rdflib_reads_it_too(form: str, name: str) -> None:
    assert len(rdflib.Graph().parse(data=to_rdf([record()], form), format=name)) == len(article_quads(record()))


def test_the_same_records_are_the_same_bytes() -> None:
    assert to_rdf([record()], "trig") == to_rdf(iter([record()]), "trig")
    assert to_rdf([record()], "turtle") == to_rdf([record()], "ttl")


def test_what_cannot_be_written_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError) as raised:
        to_rdf([record()], "docx")
    assert str(raised.value) == f"expected an RDF format among {', '.join(RDF_FORMATS)}, got 'docx'"
    with pytest.raises(InputError) as raised:
        to_rdf([], "ttl")
    assert str(raised.value) == "expected articles to export as RDF, got none"
    with pytest.raises(AccessError) as failed:
        write_rdf([record()], tmp_path / "no" / "x.ttl")
    assert (
        str(failed.value)
        == f"expected to write the graph to {tmp_path / 'no' / 'x.ttl'}, got: No such file or directory"
    )


def test_a_file_is_written_by_its_ending(tmp_path: Path) -> None:
    write_rdf([record()], tmp_path / "x.nq")
    assert (tmp_path / "x.nq").read_bytes() == to_rdf([record()], "nquads")
