"""Eight numbers as one value, for loops in machine code.

    for k in range(0, width, LANES):
        share = load(counts, k) * load(scale, row + k)
        store(shares, k, share)

Left to itself, the compiler of numba spends more on finding out whether arrays overlap than a loop over twenty
topics costs, and may not change the order in which numbers are added. Here the order is said: lanes side by
side, then the lanes. The bits are the same on any processor that has the lowest byte first; where one has no
registers of eight numbers, two of four do the same.

An array is a place in memory here and `at` counts its numbers, rows after rows; arrays must be C-contiguous.
Nothing checks that `at` is inside. numba keeps compiled loops for as long as their own file stays as it is: who
changes this one touches those.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from llvmlite import ir
from numba import extending, types
from numba.extending import models, overload, register_model

LANES = 8
intrinsic: Any = extending.intrinsic  # what it makes has no type for Python
_INT = ir.IntType(32)
_VECTOR = ir.VectorType(ir.FloatType(), LANES)
_NOTHING = ir.Constant(_VECTOR, ir.Undefined)
_ZEROS = ir.Constant(_VECTOR, [0.0] * LANES)


class Eight(types.Type):
    """The type of eight numbers in single precision."""

    def __init__(self) -> None:
        super().__init__(name="Eight")


eight = Eight()


@register_model(Eight)
class _Model(models.PrimitiveModel):
    def __init__(self, dmm: Any, fe_type: Any) -> None:
        super().__init__(dmm, fe_type, _VECTOR)


def _lanes(numbers: list[int]) -> ir.Constant:
    return ir.Constant(ir.VectorType(_INT, LANES), numbers)


def _place(context: Any, builder: Any, kind: Any, array: Any, at: Any) -> Any:
    data = context.make_array(kind)(context, builder, array).data
    return builder.bitcast(builder.gep(data, [at], inbounds=True), _VECTOR.as_pointer())


def _spread(builder: Any, number: Any) -> Any:
    first = builder.insert_element(_NOTHING, number, _INT(0))
    return builder.shuffle_vector(first, _NOTHING, _lanes([0] * LANES))


@intrinsic
def load(typingctx, array, at):
    """The eight numbers of an array that begin at `at`."""

    def code(context, builder, sig, args):
        return builder.load(_place(context, builder, sig.args[0], *args), align=4)

    return eight(array, types.intp), code


@intrinsic
def store(typingctx, array, at, numbers):
    """Put eight numbers into an array, where `at` begins."""

    def code(context, builder, sig, args):
        place = _place(context, builder, sig.args[0], args[0], args[1])
        builder.store(args[2], place, align=4)
        return context.get_dummy_value()

    return types.void(array, types.intp, eight), code


@intrinsic
def spread(typingctx, number):
    """One number, eight times."""

    def code(context, builder, sig, args):
        return _spread(builder, args[0])

    return eight(types.float32), code


@intrinsic
def larger(typingctx, one, two):
    """The larger of two numbers, lane by lane."""

    def code(context, builder, sig, args):
        return builder.select(builder.fcmp_ordered(">", *args), *args)

    return eight(eight, eight), code


@intrinsic
def total(typingctx, numbers):
    """The sum of eight numbers."""

    def code(context, builder, sig, args):
        (sums,) = args
        for n in (4, 2, 1):
            turned = _lanes([(i + n) % LANES for i in range(LANES)])
            sums = builder.fadd(sums, builder.shuffle_vector(sums, sums, turned))
        return builder.extract_element(sums, _INT(0))

    return types.float32(eight), code


@intrinsic
def up_to(typingctx, numbers):
    """Sums of the first one, two, ... eight numbers."""

    def code(context, builder, sig, args):
        (sums,) = args
        for n in (1, 2, 4):
            sums = builder.fadd(sums, _later(builder, sums, n))
        return sums

    return eight(eight), code


@intrinsic
def later(typingctx, numbers):
    """The numbers one lane on, after a zero."""

    def code(context, builder, sig, args):
        return _later(builder, args[0], 1)

    return eight(eight), code


def _later(builder: Any, numbers: Any, n: int) -> Any:
    moved = _lanes([i if i < n else LANES + i - n for i in range(LANES)])
    return builder.shuffle_vector(_ZEROS, numbers, moved)


@intrinsic
def lane(typingctx, numbers, which):
    """One of the eight numbers."""

    def code(context, builder, sig, args):
        return builder.extract_element(*args)

    return types.float32(eight, types.intp), code


@intrinsic
def passed(typingctx, sums, number):
    """How many of the first seven sums a number has reached: the lane in which it lies."""

    def code(context, builder, sig, args):
        reached = builder.fcmp_ordered("<=", args[0], _spread(builder, args[1]))
        bits = builder.bitcast(reached, ir.IntType(LANES))
        seven = builder.and_(bits, ir.Constant(ir.IntType(LANES), 2 ** (LANES - 1) - 1))
        return builder.zext(builder.ctpop(seven), ir.IntType(64))

    return types.intp(eight, types.float32), code


def _operator(python: Callable[..., Any], instruction: str) -> None:
    @intrinsic
    def apply(typingctx, one, two):
        def code(context, builder, sig, args):
            return getattr(builder, instruction)(*args)

        return eight(eight, eight), code

    @overload(python)
    def of_eight(one, two):
        if one is eight and two is eight:
            return lambda one, two: apply(one, two)
        return None


_operator(operator.add, "fadd")
_operator(operator.sub, "fsub")
_operator(operator.mul, "fmul")
