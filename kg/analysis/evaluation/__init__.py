"""How well extracted positions agree with gold that people coded: scores, fields, and the kinds of errors.

It lies under analysis, because it takes positions and gives numbers and must not know who read the positions: the
landing brings reader and gold together. The measure itself (what counts as the same wording, who is paired with whom)
is fixed, so that figures of different versions can be compared.
"""
