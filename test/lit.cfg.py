"""How lit runs the tests of this folder: *.mlir and *.test, with our tools and LLVM's on the path.

%python is the interpreter that has numpy; feature `gpu` is there only where NEAP_TEST_GPU is set.
"""
import os

import lit.formats

config.name = "neap"
config.test_format = lit.formats.ShTest(False)
config.suffixes = [".mlir", ".test"]
config.excludes = ["Unit", "Fuzz", "Numerics", "CMakeLists.txt", "lit.cfg.py", "lit.site.cfg.py", "Inputs"]
config.test_source_root = os.path.dirname(__file__)
config.test_exec_root = os.path.join(config.neap_binary_dir, "test")

config.environment["PATH"] = os.pathsep.join(
    [os.path.join(config.neap_binary_dir, "bin"), config.llvm_tools_dir, os.environ.get("PATH", "")])
for name in ("HOME", "TMPDIR", "ASAN_OPTIONS", "UBSAN_OPTIONS", "OMP_NUM_THREADS"):
    if name in os.environ:
        config.environment[name] = os.environ[name]

config.substitutions += [
    ("%python", config.python),
    ("%neap_source", config.neap_source_dir),
    ("%neap_binary", config.neap_binary_dir),
]
if os.environ.get("NEAP_TEST_GPU"):
    config.available_features.add("gpu")
