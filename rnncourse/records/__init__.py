"""Records of long runs: what a minute of build time cannot show is run once and recorded.

=========  ===================================================================
study      a question, its configurations and seeds, and how one run is made
store      the records of finished runs, a line each; which of them are current
weights    the weights of a few of these runs, beside their records
code_hash  a hash of the code that a run reaches: records of another are stale
reach      how that code is found
top_level  what the names at the top of a module are bound to
sweep      making the runs that are missing or stale, confirming others
against    comparing two versions of the code, side by side
images     images in a record
compact    answers to thousands of items in a record
=========  ===================================================================

``python -m rnncourse.records`` makes the runs. A chapter reads them back with :func:`read`.
"""

from rnncourse.records.store import kept_run, read
from rnncourse.records.study import Study, load_study, study_names

__all__ = ["Study", "kept_run", "load_study", "read", "study_names"]
