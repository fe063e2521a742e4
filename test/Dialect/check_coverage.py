#!/usr/bin/env python3
"""Says which op lacks which kind of test; fails when one does.

    check_coverage.py GENERATED TESTS

GENERATED holds the headers that TableGen wrote, Ops/Families.inc, Ops/<Family>.h.inc and IR/NeapCoreOps.h.inc: what stands
there is registered. TESTS has a folder per family, and Core. Every op must be used by a function of `ops*.mlir` and
`invalid*.mlir`, those of a family also of `to-linalg*.mlir`, one that folds also of `canonicalize*.mlir`, a differentiable one
also of `gradient*.mlir`. Only functions that check something count.
"""
import pathlib
import re
import sys


def list_ops(header):
    """Name of each op to the C++ text of its class."""
    classes = re.split(r"^class \w+ : public ::mlir::Op<", header, flags=re.M)[1:]
    return {re.search(r'getOperationName\(\).*?StringLiteral\("([\w.]+)"\)', text, re.S).group(1): text for text in classes}


def list_kinds(family, text):
    """The kinds of test that an op of this class needs."""
    if family == "Core":
        return ["ops", "invalid"]
    kinds = ["ops", "invalid", "to-linalg"]
    if re.search(r"\b(fold|getCanonicalizationPatterns|canonicalize)\(", text):
        kinds.append("canonicalize")
    if "::DifferentiableOpInterface::Trait" in text:
        kinds.append("gradient")
    return kinds


def list_functions(text):
    """(comments, code) of each function; the comments above one are its own."""
    functions, comments, code = [], [], []
    for line in text.splitlines():
        (comments if line.lstrip().startswith("//") else code).append(line)
        if line == "}":
            functions.append(("\n".join(comments), "\n".join(code)))
            comments, code = [], []
    return functions


def is_used(op, kind, functions):
    word = re.compile(re.escape(op) + r"(?![\w.])")
    for comments, code in functions:
        checks = re.findall(r"^ *// (?:[A-Z]+(?:-(?:NEXT|SAME|DAG|COUNT-\d+))?: |expected-error)(.*)", comments, re.M)
        if word.search(code) and (any(word.search(check) for check in checks) if kind == "ops" else checks):
            return True
    return False


def main(generated, tests):
    missing = []
    families = re.findall(r"NEAP_FAMILY\((\w+)\)", (generated / "Ops/Families.inc").read_text())
    headers = {family: generated / f"Ops/{family}.h.inc" for family in families}
    headers["Core"] = generated / "IR/NeapCoreOps.h.inc"
    for family, header in headers.items():
        needs = {op: list_kinds(family, text) for op, text in list_ops(header.read_text()).items()}
        for kind in sorted(set(sum(needs.values(), []))):
            files = sorted((tests / family).glob(f"{kind}*.mlir"))
            functions = [function for file in files for function in list_functions(file.read_text())]
            missing += [f"{family}: {op} has no test of kind {kind}"
                        for op in sorted(needs) if kind in needs[op] and not is_used(op, kind, functions)]
    print("\n".join(missing + [f"{len(missing)} missing"]))
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])))
