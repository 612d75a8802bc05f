import io
import zipfile

import pytest

LOCAL, CENTRAL = b"PK\x03\x04", b"PK\x01\x02"  # in an archive, each file has a header of both kinds


@pytest.fixture(params=["a password", "Deflate64"])
def locked(request):
    """A function that writes an archive, files by their name, which Python cannot unpack: each file
    needs a password, or a method of compression that Python does not know.
    """

    def write(files):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as bundle:
            for name, content in files.items():
                bundle.writestr(name, content)
        content = stream.getvalue()
        for header, flags in ((LOCAL, 6), (CENTRAL, 8)):
            place, value = (flags, 1) if request.param == "a password" else (flags + 2, 9)
            first, *rest = content.split(header)
            size = len(header)
            content = header.join(
                [first]
                + [
                    part[: place - size] + bytes([value]) + part[place - size + 1 :]
                    for part in rest
                ]
            )
        return content

    return write
