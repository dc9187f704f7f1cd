"""What the SPARQL endpoint can do, as SPARQL 1.1 Service Description: the answer to a GET without a query."""

from __future__ import annotations

from typing import Final

PREFIXES: Final = """@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .
@prefix formats: <http://www.w3.org/ns/formats/> .

"""
DESCRIPTION: Final = """[] a sd:Service ;
    sd:endpoint <{endpoint}> ;
    sd:supportedLanguage sd:SPARQL11Query ;
    sd:resultFormat formats:SPARQL_Results_JSON, formats:SPARQL_Results_XML, formats:SPARQL_Results_CSV,
        formats:SPARQL_Results_TSV, formats:Turtle, formats:N-Triples, formats:JSON-LD, formats:RDF_XML ;
    sd:feature sd:UnionDefaultGraph ;
    sd:defaultDataset [ a sd:Dataset ; sd:defaultGraph [ a sd:Graph ] ] .
"""


def describe_service(endpoint: str) -> str:
    """The description of the endpoint at this address, in Turtle."""
    return PREFIXES + DESCRIPTION.format(endpoint=endpoint)
