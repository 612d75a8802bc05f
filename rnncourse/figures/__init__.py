"""The figures of the book: each function draws one kind, returns its Axes, writes its own alt text.

==============  =================================================
style           colours, sizes, and how a notebook shows figures
guides          legends, lines to compare with, rows with names
learning        learning curves: histories against epochs or seconds
curves          against sizes, strengths, letters
comparisons     dot plots of models, treatments, classes, persons
matrices        tables drawn as cells
attention       where a decoder looks
distributions   bars and histograms
diagrams        recurrent nets as boxes and arrows
gated_diagrams  the inside of an LSTM and of a GRU
models          models put together from parts
workings        how something works, step by step
signals         signals, and what a net does with them
images          images in rows and on a map
inside          what a trained net holds: letters, states, units
==============  =================================================
"""

from rnncourse.figures.attention import attention_maps, looking_back
from rnncourse.figures.comparisons import (
    ACCURACY_TICKS,
    LETTERS,
    Candidate,
    accuracy_and_cost,
    differences,
    dots_by_seed,
    estimates,
    marks_by_row,
    scatter,
)
from rnncourse.figures.curves import (
    ERROR_TICKS,
    lines,
    lines_in_panels,
    probabilities_by_letter,
    sweep,
)
from rnncourse.figures.diagrams import (
    BLUE,
    GREEN,
    NETS,
    ORANGE,
    PINK,
    arrow,
    box,
    canvas,
    gradient_paths,
    path,
    rolled_and_unrolled,
    unrolled_net,
)
from rnncourse.figures.distributions import (
    NAMES,
    class_counts,
    class_lists,
    gradient_norm_histogram,
    last_letters,
    most_probable,
    numbers_by_layer,
    reliability_diagram,
)
from rnncourse.figures.gated_diagrams import gru_cell, lstm_cell
from rnncourse.figures.images import examples, latent_map, rows_of_images
from rnncourse.figures.inside import letter_map, letters_by_value, state_paths
from rnncourse.figures.learning import learning_curves
from rnncourse.figures.matrices import (
    by_level_of_training,
    confusion_matrices,
    one_hot_vectors,
    shared_items,
)
from rnncourse.figures.models import (
    INKS,
    Node,
    diagram,
    one_classifier,
    one_encoder,
    same_language,
    two_headed,
)
from rnncourse.figures.signals import (
    SENSORS,
    influence,
    influence_by_step,
    overlapping_windows,
    sensor_signals,
)
from rnncourse.figures.style import (
    COLOURS,
    DASHES,
    MARKS,
    SMALL,
    STYLE,
    WIDTH,
    describe,
    listing,
    looks,
    render,
    use_book_style,
)
from rnncourse.figures.workings import (
    clipping,
    matrix_equation,
    reading_order,
    stacked_convolutions,
)

__all__ = [
    "learning_curves",
    "ACCURACY_TICKS",
    "BLUE",
    "COLOURS",
    "Candidate",
    "DASHES",
    "ERROR_TICKS",
    "GREEN",
    "INKS",
    "LETTERS",
    "MARKS",
    "NAMES",
    "NETS",
    "Node",
    "PINK",
    "ORANGE",
    "SENSORS",
    "SMALL",
    "STYLE",
    "WIDTH",
    "accuracy_and_cost",
    "arrow",
    "attention_maps",
    "box",
    "by_level_of_training",
    "canvas",
    "class_counts",
    "class_lists",
    "clipping",
    "confusion_matrices",
    "describe",
    "diagram",
    "differences",
    "dots_by_seed",
    "estimates",
    "examples",
    "gradient_norm_histogram",
    "gradient_paths",
    "gru_cell",
    "influence",
    "influence_by_step",
    "last_letters",
    "latent_map",
    "letter_map",
    "letters_by_value",
    "lines",
    "lines_in_panels",
    "listing",
    "looking_back",
    "looks",
    "lstm_cell",
    "marks_by_row",
    "matrix_equation",
    "most_probable",
    "numbers_by_layer",
    "one_classifier",
    "one_encoder",
    "one_hot_vectors",
    "overlapping_windows",
    "path",
    "probabilities_by_letter",
    "reading_order",
    "reliability_diagram",
    "render",
    "rolled_and_unrolled",
    "rows_of_images",
    "same_language",
    "scatter",
    "sensor_signals",
    "shared_items",
    "stacked_convolutions",
    "state_paths",
    "sweep",
    "two_headed",
    "unrolled_net",
    "use_book_style",
]
