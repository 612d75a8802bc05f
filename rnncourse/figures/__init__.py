"""The figures of the book: each function draws one kind, returns its Axes, and writes its own alt text.

=============  =================================================
style          colours, sizes, and how a notebook shows figures
curves         against epochs, seconds, sizes, letters
comparisons    dot plots of models, treatments, classes, persons
matrices       tables drawn as cells
distributions  bars and histograms
diagrams       nets, models, ways through a text
signals        signals, and what a net does with them
images         images in rows and on a map
=============  =================================================
"""

from rnncourse.figures.comparisons import estimates, scatter, ACCURACY_TICKS, LETTERS, Candidate, accuracy_and_cost, dots_by_seed, marks_by_row
from rnncourse.figures.curves import learning_curves, probabilities_by_letter, learning_curves_by_run, ERROR_TICKS, DASHES, loss_curves, letter_by_letter, in_both_frameworks, text_curves, loss_against_seconds, sweep, lines
from rnncourse.figures.diagrams import BLUE, RED, GREEN, PINK, canvas, box, arrow, path, rolled_and_unrolled, unrolled_net, matrix_equation, gradient_paths, lstm_cell, clipping, INKS, Node, diagram, one_encoder, two_headed, same_language, MAPPINGS, mapping, stacked_convolutions, reading_order
from rnncourse.figures.distributions import class_counts, class_probabilities, last_letters, reliability_diagram, class_lists, gradient_norm_histogram, NAMES, next_symbols, numbers_by_layer
from rnncourse.figures.images import examples, rows_of_images, latent_map
from rnncourse.figures.matrices import one_hot_vectors, confusion_matrix, confusion_matrices, by_level_of_training
from rnncourse.figures.signals import SENSORS, sensor_signals, overlapping_windows, influence_by_step, influence
from rnncourse.figures.style import COLOURS, WIDTH, STYLE, use_book_style, describe, render, listing, MARKS

__all__ = ["ACCURACY_TICKS", "BLUE", "COLOURS", "Candidate", "DASHES", "ERROR_TICKS", "GREEN", "INKS", "LETTERS", "MAPPINGS", "MARKS", "NAMES", "Node", "PINK", "RED", "SENSORS", "STYLE", "WIDTH", "accuracy_and_cost", "arrow", "box", "by_level_of_training", "canvas", "class_counts", "class_lists", "class_probabilities", "clipping", "confusion_matrices", "confusion_matrix", "describe", "diagram", "dots_by_seed", "estimates", "examples", "gradient_norm_histogram", "gradient_paths", "in_both_frameworks", "influence", "influence_by_step", "last_letters", "latent_map", "learning_curves", "learning_curves_by_run", "letter_by_letter", "lines", "listing", "loss_against_seconds", "loss_curves", "lstm_cell", "mapping", "marks_by_row", "matrix_equation", "next_symbols", "numbers_by_layer", "one_encoder", "one_hot_vectors", "overlapping_windows", "path", "probabilities_by_letter", "reading_order", "reliability_diagram", "render", "rolled_and_unrolled", "rows_of_images", "same_language", "scatter", "sensor_signals", "stacked_convolutions", "sweep", "text_curves", "two_headed", "unrolled_net", "use_book_style"]
