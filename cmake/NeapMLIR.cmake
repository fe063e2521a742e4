# LLVM and MLIR 22 from the distribution's packages, as the two shared libraries.
list(PREPEND CMAKE_PREFIX_PATH /usr/lib/llvm-22)
find_package(MLIR 22.1 REQUIRED CONFIG)
list(APPEND CMAKE_MODULE_PATH ${MLIR_CMAKE_DIR} ${LLVM_CMAKE_DIR})
include(TableGen)
include(AddLLVM)
include(AddMLIR)

# System headers: their warnings are not ours. Exceptions and RTTI stay as the compiler has them (protobuf needs both).
add_library(neap_mlir INTERFACE)
target_include_directories(neap_mlir SYSTEM INTERFACE ${MLIR_INCLUDE_DIRS} ${LLVM_INCLUDE_DIRS})
target_link_libraries(neap_mlir INTERFACE MLIR LLVM)
