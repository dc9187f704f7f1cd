"""The pictures that people draw of positions. Importing this loads matplotlib, so doors import it only when asked."""

from kg.export.canvas import PICTURE_FORMATS, Target
from kg.export.matrix_picture import draw_matrix
from kg.export.network_picture import draw_network
from kg.export.precondition_picture import draw_preconditions
from kg.export.time_pictures import draw_polarisation, draw_timeline

__all__ = [
    "PICTURE_FORMATS",
    "Target",
    "draw_matrix",
    "draw_network",
    "draw_polarisation",
    "draw_preconditions",
    "draw_timeline",
]
