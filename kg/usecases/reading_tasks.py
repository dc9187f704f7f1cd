"""What the process that reads does: functions that are called there by name.

The language model is imported when the first of them needs it, so that the server's own process, which hands these
functions on, starts without it.
"""

from __future__ import annotations

from dataclasses import replace

from kg.model import Article, Extraction
from kg.model.record import ArticleRecord
from kg.text import fingerprint, read_article
from kg.text.dna import Coding, read_coding
from kg.usecases.submissions import Submission


def describe_reading() -> Extraction:
    """Which program and language model do the reading, without a time."""
    from kg.pipeline import describe_extraction

    return describe_extraction()


def read_submission(submission: Submission) -> Article:
    """The article that was handed in, with the date, title and publisher that came with it."""
    assert submission.data is not None, "what is to be fetched is fetched before"
    article = read_article(
        submission.source, submission.data, published=submission.published, is_html=submission.is_page
    )
    return replace(
        article,
        title=submission.title or article.title,
        publisher=submission.publisher or article.publisher,
    )


def read_coded(submission: Submission) -> Coding:
    """The documents of a file of Discourse Network Analyzer with the positions that people coded."""
    return read_coding(submission.source, submission.data)


def read_positions(article: Article, run: Extraction) -> ArticleRecord:
    """The article with its positions, as this ``run`` reads it."""
    from kg.pipeline import extract_positions

    positions = extract_positions(article)
    return ArticleRecord(article=article, positions=positions, extraction=run, fingerprint=fingerprint(article))
