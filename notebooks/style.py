"""One look for the figures of all notebooks.

A title says the finding, and the line below it says what is drawn. Series have their names beside
them instead of a legend. The colours are those of Okabe and Ito, which the common forms of
colour blindness keep apart.
"""

import matplotlib
import pandas
from matplotlib import pyplot
from matplotlib.colors import LogNorm
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter, LogLocator, NullLocator

BLUE = "#0072B2"
ORANGE = "#E69F00"
GREEN = "#009E73"
VERMILION = "#D55E00"
PURPLE = "#CC79A7"
SKY = "#56B4E9"
INK = "#222222"
GREY = "#767676"
PALE = "#D0D0D0"

COLOURS = [BLUE, ORANGE, GREEN, PURPLE, VERMILION, SKY]

WIDTH = 8.4
TITLE_HEIGHT = 0.34


def use():
    """Sets the look of figures and tables of a notebook."""
    matplotlib.rcParams.update(
        {
            "figure.dpi": 110,
            "figure.facecolor": "white",
            "font.family": "DejaVu Sans",
            "font.size": 9.5,
            "text.color": INK,
            "axes.edgecolor": GREY,
            "axes.labelcolor": INK,
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.axisbelow": True,
            "axes.titlesize": 10,
            "axes.titlelocation": "left",
            "axes.prop_cycle": matplotlib.cycler(color=COLOURS),
            "axes.grid": True,
            "grid.color": "#E8E8E8",
            "grid.linewidth": 0.8,
            "xtick.color": GREY,
            "xtick.labelcolor": INK,
            "ytick.color": GREY,
            "ytick.labelcolor": INK,
            "lines.linewidth": 2,
            "lines.markersize": 5,
        }
    )
    pandas.set_option("display.float_format", "{:,.4g}".format)
    pandas.set_option("display.max_colwidth", 90)
    _keep_margins()


def _keep_margins():
    """Keeps figures as wide as they are made, inside Jupyter."""
    try:
        from matplotlib_inline.config import InlineBackend
    except ModuleNotFoundError:
        return
    InlineBackend.instance().print_figure_kwargs = {"bbox_inches": None}


def figure(title, subtitle, height=4.2, columns=1, key=(), **options):
    """A figure with a finding as its title. Returns it with its axes.

    `key` has names with their colours, for what the figure has no room to name beside it.
    """
    figure, axes = pyplot.subplots(
        1, columns, figsize=(WIDTH, height), layout="constrained", **options
    )
    lines = title.count("\n") + 1
    top = 1 - (TITLE_HEIGHT + 0.21 * lines) / height
    figure.get_layout_engine().set(rect=(0, 0, 1, top), w_pad=0.08, h_pad=0.06)
    figure.text(0.01, 1 - 0.10 / height, title, size=12.5, weight="bold", va="top", linespacing=1.1)
    figure.text(0.01, top + 0.05 / height, subtitle, size=9, color=GREY, va="bottom")
    for line, (name, colour) in enumerate(key):
        y = 1 - (0.10 + 0.17 * line) / height
        figure.text(0.99, y, name, size=9.5, weight="bold", color=colour, ha="right", va="top")
    return figure, axes


def label(axes, x, y, text, colour=INK, dx=6, dy=0, **options):
    """Writes the name of a series beside its point, offset in points."""
    options = {"va": "center", "size": 9, **options}
    axes.annotate(
        text, (x, y), xytext=(dx, dy), textcoords="offset points", color=colour,
        annotation_clip=False, **options,
    )


def log_axis(axis, places=(1,)):
    """A logarithmic axis with plain numbers at 1, or also at 2 and 5, of each power of ten."""
    axis.axes.set_xscale("log") if axis.axis_name == "x" else axis.axes.set_yscale("log")
    axis.set_major_locator(LogLocator(subs=places))
    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.10g}"))
    axis.set_minor_locator(NullLocator())


def log_norm(least, most):
    """Colours by the logarithm of a value, so that equal factors are equal steps."""
    return LogNorm(least, most)


def outline(column, row):
    """A frame around one field of a map of values."""
    return Rectangle((column - 0.5, row - 0.5), 1, 1, fill=False, edgecolor=INK, linewidth=2.5)
