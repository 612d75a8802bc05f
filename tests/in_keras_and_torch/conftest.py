import pytest


@pytest.fixture
def eagerly():
    """Keras without tracing, which takes longer than the few steps of a test do; not all tests use
    it.
    """
    import tensorflow as tf

    tf.config.run_functions_eagerly(True)
    yield
    tf.config.run_functions_eagerly(False)


def pytest_collection_modifyitems(items):
    for item in items:
        if "eagerly" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.filterwarnings("ignore:Even though the `tf.config"))
