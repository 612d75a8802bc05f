"""What both frameworks' training loops share; no framework is imported here.

=======  =========================================================
recipe   the settings of a training, and rates that fall in stages
history  the curves that it leaves behind
=======  =========================================================
"""

from rnncourse.training.history import History, ReconstructionHistory, TextHistory
from rnncourse.training.recipe import LOSSES, Recipe, check_loss, train_in_stages

__all__ = [
    "History",
    "LOSSES",
    "Recipe",
    "ReconstructionHistory",
    "TextHistory",
    "check_loss",
    "train_in_stages",
]
