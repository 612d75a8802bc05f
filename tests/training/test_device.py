"""Where the reader asks for a net to be trained; what each framework does with it is tested in
tests/in_keras_and_torch/test_devices.py.
"""

import pytest

from rnncourse.training.device import asked_device


@pytest.mark.parametrize(
    "asked, device", [(None, "cpu"), ("cpu", "cpu"), ("gpu", "gpu"), ("GPU", "gpu")]
)
def test_the_cpu_is_used_unless_the_gpu_is_asked_for(asked, device, monkeypatch):
    monkeypatch.delenv("RNNCOURSE_DEVICE", raising=False)
    if asked:
        monkeypatch.setenv("RNNCOURSE_DEVICE", asked)
    assert asked_device() == device


def test_another_device_is_refused(monkeypatch):
    monkeypatch.setenv("RNNCOURSE_DEVICE", "tpu")
    with pytest.raises(ValueError, match="RNNCOURSE_DEVICE is 'tpu', expected one of cpu, gpu"):
        asked_device()
