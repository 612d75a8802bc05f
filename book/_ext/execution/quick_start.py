"""Imported before anything that reads notebooks: it saves every process two to three seconds.

jsonschema, which comes with nbformat, builds 38 grammars at its import if the package
rfc3987_syntax is there, to check addresses with foreign letters. No schema of notebooks or of the
book asks for that; where the package is missing jsonschema does without.
"""

import sys

sys.modules.setdefault("rfc3987_syntax", None)  # an import of it fails from here on
