"""Numbers for the prose, checked ones of ours and those that others measured; and verse.

=============  =====================================================
report         a number, its band and its edition
quotations     figures of others with their sources
right_to_left  verse in the Arabic script, as a page shows and names it
=============  =====================================================
"""

from rnncourse.reporting.quotations import QUOTED, Quotation, quoted
from rnncourse.reporting.report import PREFIX, interval_text, report

__all__ = ["PREFIX", "QUOTED", "Quotation", "interval_text", "quoted", "report"]
