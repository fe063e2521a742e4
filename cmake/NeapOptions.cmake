# Compiler options that every target shares.
include(CheckLinkerFlag)

if(CMAKE_C_COMPILER_LAUNCHER STREQUAL "" OR NOT DEFINED CMAKE_C_COMPILER_LAUNCHER)
  find_program(NEAP_CCACHE ccache)
  if(NEAP_CCACHE)
    set(CMAKE_C_COMPILER_LAUNCHER ${NEAP_CCACHE})
    # ccache keeps files that use a precompiled header only when told that their macros and times may be trusted.
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${NEAP_CCACHE})
    add_compile_options($<$<COMPILE_LANG_AND_ID:CXX,GNU>:-fpch-preprocess>)
  endif()
endif()

# GCC sweeps its memory less often: templates of MLIR, protobuf and JSON compile a sixth faster for 0.2 GB more.
add_compile_options("$<$<COMPILE_LANG_AND_ID:CXX,GNU>:SHELL:--param ggc-min-heapsize=600000>")

check_linker_flag(CXX -fuse-ld=mold NEAP_HAVE_MOLD)
if(NEAP_HAVE_MOLD)
  add_link_options(-fuse-ld=mold)
endif()

add_library(neap_warnings INTERFACE)
target_compile_options(neap_warnings INTERFACE -Wall -Wextra -Wno-unused-parameter $<$<COMPILE_LANGUAGE:CXX>:-Wnon-virtual-dtor>)
if(NEAP_WERROR)
  target_compile_options(neap_warnings INTERFACE -Werror)
endif()

if(NEAP_SANITIZE)
  add_compile_options(-fsanitize=${NEAP_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=undefined)
  add_link_options(-fsanitize=${NEAP_SANITIZE})
endif()
