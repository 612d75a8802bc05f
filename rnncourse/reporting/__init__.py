"""Numbers for the prose: checked ones of ours, and those that others measured.

==========  ====================================
report      a number, its band and its edition
quotations  figures of others with their sources
==========  ====================================
"""

from rnncourse.reporting.quotations import Quotation, QUOTED, quoted
from rnncourse.reporting.report import PREFIX, report, interval_text

__all__ = ["PREFIX", "QUOTED", "Quotation", "interval_text", "quoted", "report"]
