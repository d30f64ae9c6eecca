"""The engine's contract as tests. An adapter takes it whole:

    class TestMyEngine(EngineSuite):
        durable = True

        def make(self, schema, folder):
            return MyEngine(folder, schema)

`make` is called again on the same folder after `close` when the engine is durable, and must then find what was written.
"""

from omnishelf.testing.engine_suite.chapter import PLAIN, THREE, Chapter
from omnishelf.testing.engine_suite.congruence import Congruence, congruent, same
from omnishelf.testing.engine_suite.filtering import Filtering
from omnishelf.testing.engine_suite.living import Living
from omnishelf.testing.engine_suite.reading import Reading
from omnishelf.testing.engine_suite.retrieving import Retrieving
from omnishelf.testing.engine_suite.writing import Writing

__all__ = ["PLAIN", "THREE", "Chapter", "EngineSuite", "congruent", "same"]


class EngineSuite(Writing, Filtering, Retrieving, Reading, Living, Congruence):
    """The whole contract."""
