# neap_library(NAME SOURCES... [DEPENDS targets...] [LINK libraries...] [PRECOMPILE headers...])
#   A room's static library, `NeapNAME`, alias `Neap::NAME`. DEPENDS are generated-file targets it waits for. PRECOMPILE are
#   headers of MLIR that nearly all its files include, beyond those that NeapMLIR.cmake precompiles for every room.
function(neap_library name)
  cmake_parse_arguments(ARG "" "" "DEPENDS;LINK;PRECOMPILE" ${ARGN})
  add_library(Neap${name} STATIC ${ARG_UNPARSED_ARGUMENTS})
  add_library(Neap::${name} ALIAS Neap${name})
  target_include_directories(Neap${name} PUBLIC
    $<BUILD_INTERFACE:${CMAKE_SOURCE_DIR}/include> $<BUILD_INTERFACE:${CMAKE_BINARY_DIR}/include> $<INSTALL_INTERFACE:include>)
  target_link_libraries(Neap${name} PUBLIC ${ARG_LINK} PRIVATE $<BUILD_INTERFACE:neap_warnings>)
  if(ARG_DEPENDS)
    add_dependencies(Neap${name} ${ARG_DEPENDS})
  endif()
  set_property(TARGET Neap${name} PROPERTY NEAP_PRECOMPILE ${ARG_PRECOMPILE})
  set_property(GLOBAL APPEND PROPERTY NEAP_LIBRARIES Neap${name})
endfunction()
