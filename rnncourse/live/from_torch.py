"""The layers of a PyTorch model, as a page can run them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from torch import Tensor, nn

from rnncourse.conversion.arrays import from_torch
from rnncourse.in_numpy.elman import ELMAN
from rnncourse.in_numpy.gated import GRU, LSTM
from rnncourse.in_torch.classifiers import RecurrentClassifier
from rnncourse.in_torch.language_models import LanguageModel
from rnncourse.in_torch.movement_classifiers import Patterns, States
from rnncourse.in_torch.pairs.attention import DotAttention
from rnncourse.in_torch.pairs.encoder_decoder import EncoderDecoder
from rnncourse.in_torch.poems.line_readers import LineReader
from rnncourse.live.layers import Layer, recurrent, refused, unknown, with_kernel

CELLS = {nn.RNN: ELMAN, nn.LSTM: LSTM, nn.GRU: GRU}
ACTIVATIONS = {
    nn.Identity: "identity",
    nn.Tanh: "tanh",
    nn.ReLU: "relu",
    nn.Sigmoid: "sigmoid",
}
LEFT_OUT = (nn.Dropout, nn.Flatten)
POOLS = (nn.AdaptiveMaxPool1d, nn.AdaptiveAvgPool1d, nn.MaxPool1d)
USUAL = {  # what an option of a module must be
    "groups": 1,
    "padding_mode": "zeros",
    "proj_size": 0,
    "max_norm": None,
    "padding_idx": None,
}


def layers_of(model: nn.Module | Iterable[nn.Module], output: str) -> list[Layer]:
    """Read a model of this book, an `nn.Sequential`, or the parts of a model in their order.

    `output` says what the last recurrent part of a list hands on, its "last" state or "all". Raises
    ValueError for a part that no page can run, TypeError for what is no part.
    """
    if isinstance(model, RecurrentClassifier):
        return read_all([("recurrent", model.recurrent), ("linear", model.linear)], "last")
    if isinstance(model, LineReader):
        size = model.symbol_count
        front = [] if model.front is None else [("front", model.front), ("relu", nn.ReLU())]
        parts = [*front, ("recurrent", model.reader.recurrent), ("linear", model.reader.linear)]
        return [Layer("onehot", "one-hot", size, size), *read_all(parts, "last")]
    if isinstance(model, LanguageModel):
        size = model.symbol_count
        parts = [("recurrent", model.recurrent), ("linear", model.linear)]
        return [Layer("onehot", "one-hot", size, size), *read_all(parts, "all")]
    if isinstance(model, nn.Module) and not isinstance(model, nn.Sequential | nn.ModuleList):
        raise ValueError(
            f"nobody can read what the forward of a {type(model).__name__} does, expected a "
            "RecurrentClassifier, a LineReader, a LanguageModel or an nn.Sequential; pass the list "
            "of its parts, in the order in which they run"
        )
    if output not in ("last", "all"):
        raise ValueError(f"output is {output!r}, expected last or all")
    return read_all([(str(place), part) for place, part in enumerate(model)], output)


def read_all(parts: list[tuple[str, Any]], output: str) -> list[Layer]:
    """Read parts by name; all recurrent ones but the last hand on all their states."""
    found: list[Layer] = []
    last = max((i for i, (_, part) in enumerate(parts) if type(part) in CELLS), default=None)
    for place, (name, part) in enumerate(parts):
        if type(part) in CELLS:
            found += read_recurrent(name, part, output if place == last else "all")
        elif type(part) in ACTIVATIONS or isinstance(part, POOLS):
            if not found:
                raise refused(name, type(part).__name__, "it is the first part", "leave it out")
            found.append(without_weights(name, part, found[-1].gives))
        elif isinstance(part, nn.BatchNorm1d):
            found[-1:] = [normalised(name, part, found)]
        elif not isinstance(part, LEFT_OUT):
            found.append(read(name, part))
    return found


def without_weights(name: str, part: nn.Module, size: int) -> Layer:
    """Read an activation, a maximum of some steps, or a maximum or a mean over all."""
    kind = type(part).__name__
    if isinstance(part, nn.AdaptiveMaxPool1d | nn.AdaptiveAvgPool1d):
        if part.output_size != 1:
            raise refused(name, kind, f"it leaves {part.output_size} steps", "let it leave 1")
        return Layer("maximum" if kind == "AdaptiveMaxPool1d" else "average", name, size, size)
    if isinstance(part, nn.MaxPool1d):
        steps = part.kernel_size
        usual = (part.stride, part.padding, part.dilation, part.ceil_mode) == (steps, 0, 1, False)
        if not usual or not isinstance(steps, int):
            why, remedy = f"it is {part}", "let it move on by as many steps as it reads"
            raise refused(name, kind, why, remedy)
        return Layer("maxpool", name, size, size, {"steps": steps})
    return Layer("activation", name, size, size, {"activation": ACTIVATIONS[type(part)]})


def normalised(name: str, part: nn.BatchNorm1d, found: list[Layer]) -> Layer:
    """Join a normalisation, with the averages that it has gathered, to the convolution before."""
    before = found[-1] if found else None
    plain = before is not None and before.options.get("activation") == "identity"
    if before is None or before.kind not in ("conv1d", "dense") or not plain:
        remedy = "let it follow a convolution or a dense layer at once"
        raise refused(name, type(part).__name__, "it follows no layer with weights", remedy)
    if part.running_mean is None or part.running_var is None:
        remedy = "build it with track_running_stats=True"
        raise refused(name, type(part).__name__, "it has gathered no averages", remedy)
    scale = 1 / np.sqrt(array(part.running_var) + part.eps)
    shift = -array(part.running_mean) * scale
    if part.affine:
        scale, shift = scale * array(part.weight), shift * array(part.weight) + array(part.bias)
    W, b = before.arrays["W"] * scale, before.arrays["b"] * scale + shift
    return with_kernel(before.kind, before.name, before.options, W=W, b=b)


def parts_of_reader(reader: nn.Module) -> list[Layer]:
    """Read the reader of a MovementClassifier, up to the vector that it answers."""
    average = nn.AdaptiveAvgPool1d(1)
    if isinstance(reader, Patterns):
        return read_all([*reader.blocks.named_children(), ("average", average)], "all")
    if not isinstance(reader, States):
        raise unknown("reader", type(reader).__name__)
    parts = [] if reader.front is None else [*reader.front.named_children()]
    parts.append(("recurrent", reader.recurrent))
    if reader.pooling == "last":
        return read_all(parts, "last")
    return read_all([*parts, ("average", average)], "all")


def parts_of_pairs(model: Any) -> dict[str, list[Layer]]:
    """Read the parts of an EncoderDecoder that run one after the other; "key" is there only with
    attention.
    """
    if not isinstance(model, EncoderDecoder):
        raise TypeError(f"model is a {type(model).__name__}, expected an EncoderDecoder in PyTorch")
    encoder, decoder = model.encoder, model.decoder
    parts = {
        "encoder": [encoder.embedding, encoder.recurrent],
        "bridge": [encoder.bridge, nn.Tanh()],
        "decoder": [decoder.embedding, decoder.recurrent],
        "output": [decoder.combine, nn.Tanh(), decoder.output],
    }
    if isinstance(decoder.attention, DotAttention):
        parts["key"] = [decoder.attention.key]
    elif decoder.attention is not None:
        why, remedy = "it runs dot products of queries and keys", 'train with attention="dot"'
        raise refused("attention", type(decoder.attention).__name__, why, remedy)
    return {name: layers_of(row, "all") for name, row in parts.items()}


def read(name: str, part: Any) -> Layer:
    """Read a module with weights."""
    if not isinstance(part, nn.Module):
        raise TypeError(f"part {name} is a {type(part).__name__}, expected a PyTorch module")
    check_options(name, part)
    plain = {"activation": "identity"}
    match part:
        case nn.Embedding():
            return with_kernel("embedding", name, {}, W=array(part.weight))
        case nn.Linear():
            W = array(part.weight).T
            return with_kernel("dense", name, plain, W=W, b=bias_of(part))
        case nn.Conv1d():
            W = array(part.weight).transpose(2, 1, 0)  # (w, D, F)
            options = {"padding": padding_of(part), "dilation": part.dilation[0]}
            options |= {"stride": part.stride[0]} | plain
            return with_kernel("conv1d", name, options, W=W, b=bias_of(part))
    raise unknown(name, type(part).__name__)


def check_options(name: str, part: nn.Module) -> None:
    """Raise ValueError if a module has an option that no page knows."""
    for option, expected in USUAL.items():
        given = getattr(part, option, expected)
        if given != expected:
            raise refused(
                name,
                type(part).__name__,
                f"its {option} is {given!r}, and a page runs {expected!r}",
                f"build it with {option}={expected!r} and the same weights",
            )


def read_recurrent(name: str, module: Any, output: str) -> list[Layer]:
    """Read a recurrent module, which may hold several layers; all but the last of them hand on all
    states.
    """
    check_options(name, module)
    found, cell = [], CELLS[type(module)]
    ways = {"forward": "", "backward": "_reverse"} if module.bidirectional else {"forward": ""}
    for depth in range(module.num_layers):
        weights = {
            way: from_torch(cell, arrays_of(module, f"_l{depth}{suffix}"))
            for way, suffix in ways.items()
        }
        found.append(
            recurrent(
                cell.name,
                f"{name}.{depth}",
                weights,
                output=output if depth == module.num_layers - 1 else "all",
                activation=module.nonlinearity if isinstance(module, nn.RNN) else None,
                reset="after" if isinstance(module, nn.GRU) else None,
            )
        )
    return found


def arrays_of(module: nn.Module, suffix: str) -> dict[str, np.ndarray]:
    """The arrays of one layer and direction under the names of a module of one layer; a bias that
    it lacks is zero.
    """
    found = {
        f"{name}_l0": array(getattr(module, name + suffix)) for name in ("weight_ih", "weight_hh")
    }
    zero = np.zeros(len(found["weight_hh_l0"]), np.float32)
    for name in ("bias_ih", "bias_hh"):
        bias = getattr(module, name + suffix, None)
        found[f"{name}_l0"] = zero if bias is None else array(bias)
    return found


def padding_of(part: nn.Conv1d) -> list[int]:
    """How many steps of zeros a convolution puts before and after a sequence."""
    if isinstance(part.padding, str):
        span = (part.kernel_size[0] - 1) * part.dilation[0] * (part.padding == "same")
        return [span // 2, span - span // 2]
    return [part.padding[0]] * 2


def bias_of(part: nn.Linear | nn.Conv1d) -> np.ndarray:
    """The bias of a module; zeros where it has none."""
    return np.zeros(len(part.weight), np.float32) if part.bias is None else array(part.bias)


def array(parameter: Tensor) -> np.ndarray:
    """The numbers of a parameter."""
    return parameter.detach().cpu().numpy()
