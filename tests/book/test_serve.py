"""Serving the site: a port that another program holds is said so."""

import socket

import pytest
import serve


def test_a_port_in_use_is_said(capsys):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        assert serve.main(port) == 1
    assert f"port {port} cannot be used (Address already in use)" in capsys.readouterr().err


@pytest.mark.parametrize("port", ["eighty", "99999"])
def test_what_is_no_port_is_said(capsys, port):
    assert serve.main(port) == 1
    assert f"port {port} cannot be used" in capsys.readouterr().err
