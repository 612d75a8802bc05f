"""What stands on a drawing, as plain numbers: for tests that compare a figure's marks with its
data.
"""


def heights(axes):
    """The y of every line, in the order in which they were drawn."""
    return [[float(y) for y in line.get_ydata()] for line in axes.lines]


def places(axes):
    """The x of every line."""
    return [[float(x) for x in line.get_xdata()] for line in axes.lines]


def bars(axes):
    """The height of every upright bar."""
    return [float(bar.get_height()) for bar in axes.patches]


def widths(axes):
    """The length of every lying bar."""
    return [float(bar.get_width()) for bar in axes.patches]


def pixels(axes):
    """The numbers of the first picture."""
    return axes.images[0].get_array().data.tolist()


def words(axes):
    """All texts that are not empty."""
    return [text.get_text() for text in axes.texts if text.get_text()]
