"""What both frameworks' trainings share; no framework is imported here.

==============  =====================================================
recipe          the settings of a training
schedules       the learning rate of every step
history         the curves that it leaves behind
reconstruction  what an autoencoder may be trained to make small
device          where it computes
==============  =====================================================
"""

from rnncourse.training.device import DEVICES, asked_device
from rnncourse.training.history import History
from rnncourse.training.recipe import Recipe
from rnncourse.training.reconstruction import LOSSES, check_loss
from rnncourse.training.schedules import SCHEDULES, learning_rates

__all__ = [
    "DEVICES",
    "History",
    "LOSSES",
    "Recipe",
    "SCHEDULES",
    "asked_device",
    "check_loss",
    "learning_rates",
]
