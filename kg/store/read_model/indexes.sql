-- Made after a rebuild has filled the tables, which is faster than keeping them all the while. Lists leave near-copies
-- out unless they are asked for, so that "copy" stands before what lists are sorted by.
CREATE UNIQUE INDEX article_place ON article (place);
CREATE INDEX article_origin ON article (origin) WHERE origin IS NOT NULL;
CREATE INDEX thing_place ON thing (place);
CREATE INDEX thing_name_article ON thing_name (article);
CREATE INDEX thing_link_article ON thing_link (article);
CREATE UNIQUE INDEX position_id ON position (id);
CREATE UNIQUE INDEX position_place ON position (place);
CREATE INDEX position_article ON position (article, copy, place);
CREATE INDEX position_holder ON position (holder, copy, place, proposal, article);
CREATE INDEX position_side ON position (side, copy, place);
CREATE INDEX position_proposal ON position (proposal, copy, place, holder, article);
CREATE INDEX position_in_order ON position (copy, place);
CREATE INDEX position_by_day ON position (copy, published DESC, place);
CREATE INDEX position_by_confidence ON position (copy, confidence DESC, place);
CREATE INDEX position_by_holder ON position (copy, holder_name, place);
CREATE INDEX position_by_proposal ON position (copy, proposal_label, place);
CREATE INDEX condition_position ON condition (position, rank);
CREATE UNIQUE INDEX condition_place ON condition (place);
CREATE INDEX condition_proposal ON condition (proposal, place);
CREATE INDEX review_place ON review (place);
CREATE INDEX review_position ON review (position, place);
CREATE INDEX review_by_time ON review (at DESC, place);
