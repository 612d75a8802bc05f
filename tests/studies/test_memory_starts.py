"""The study of starts changes how far gates are open, and nothing else."""

from rnncourse.studies.synthetic import memory, memory_starts


def test_every_start_but_for_its_bias_is_one_of_the_memory_study():
    for configuration in memory_starts.STUDY.configurations:
        plain = {key: value for key, value in configuration.items() if key != "gate_bias"}
        assert plain in memory.STUDY.configurations
    assert memory_starts.STUDY.run is memory.run


def test_no_start_repeats_what_the_memory_study_begins_with():
    begun = {
        (configuration["cell"], configuration["gate_bias"])
        for configuration in memory_starts.STUDY.configurations
    }
    assert not begun & {("lstm", 1), ("gru", 0)} and len(begun) == 5
