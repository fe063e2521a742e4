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

# MLIR's headers are most of what a file of the compiler costs to build: they are compiled once, and every target of
# neap_mlir_target() takes them from there. The compiler's own code runs for milliseconds, so that -Og is enough for
# it; what plans and what runs (lib/Planner, lib/Runtime) is built with the configuration's own level.
option(NEAP_PRECOMPILED_HEADERS "Compile MLIR's headers once; off finds includes that a file forgot" ON)
set(NEAP_MLIR_HEADERS
  <llvm/ADT/StringExtras.h> <llvm/Support/FormatVariadic.h> <mlir/Bytecode/BytecodeOpInterface.h>
  <mlir/Dialect/Func/IR/FuncOps.h> <mlir/IR/DialectImplementation.h> <mlir/IR/Matchers.h> <mlir/IR/PatternMatch.h>
  <mlir/Pass/Pass.h>)
if(NEAP_PRECOMPILED_HEADERS)
  file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/neap_mlir_headers.cpp CONTENT "")
  add_library(neap_mlir_headers OBJECT ${CMAKE_BINARY_DIR}/neap_mlir_headers.cpp)
  target_link_libraries(neap_mlir_headers PRIVATE neap_mlir neap_warnings)
  target_precompile_headers(neap_mlir_headers PRIVATE ${NEAP_MLIR_HEADERS})
endif()

# neap_mlir_target(TARGET...): how a target whose files include MLIR is compiled. A library that names more headers (PRECOMPILE
# in NeapLibrary.cmake) has precompiled ones of its own.
function(neap_mlir_target)
  foreach(target ${ARGN})
    target_compile_options(${target} PRIVATE $<$<CONFIG:Release>:-Og>)
    # Programs are position-independent in another way (-fPIE), with which the compiler refuses these headers.
    get_target_property(type ${target} TYPE)
    if(NEAP_PRECOMPILED_HEADERS AND type STREQUAL STATIC_LIBRARY)
      get_target_property(more ${target} NEAP_PRECOMPILE)
      if(more)
        target_precompile_headers(${target} PRIVATE ${NEAP_MLIR_HEADERS} ${more})
      else()
        target_precompile_headers(${target} REUSE_FROM neap_mlir_headers)
      endif()
    endif()
  endforeach()
endfunction()
if(NEAP_PRECOMPILED_HEADERS)
  neap_mlir_target(neap_mlir_headers)
endif()
