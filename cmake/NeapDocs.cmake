# neap-docs: pages on ops, passes and interfaces, written from TableGen and from the registered dialect into <build>/docs.
set(docs ${CMAKE_BINARY_DIR}/docs)
set(tablegen_includes -I ${CMAKE_SOURCE_DIR}/include -I ${CMAKE_SOURCE_DIR}/lib/Dialect/Neap/Ops)
foreach(directory ${MLIR_INCLUDE_DIRS} ${LLVM_INCLUDE_DIRS})
  list(APPEND tablegen_includes -I ${directory})
endforeach()
set(doc_commands
  COMMAND ${CMAKE_COMMAND} -E make_directory ${docs}
  COMMAND mlir-tblgen -gen-op-doc ${tablegen_includes} ${CMAKE_SOURCE_DIR}/include/neap/Dialect/Neap/IR/NeapOps.td -o ${docs}/Ops.md
  COMMAND mlir-tblgen -gen-pass-doc ${tablegen_includes} ${CMAKE_SOURCE_DIR}/include/neap/Transforms/Passes.td -o ${docs}/Passes.md
  COMMAND neap ops --dialect > ${docs}/OpTable.md)
foreach(interface IterationSpace Differentiable CostModel Lowerable Modal)
  list(APPEND doc_commands COMMAND mlir-tblgen -gen-op-interface-docs ${tablegen_includes}
    ${CMAKE_SOURCE_DIR}/include/neap/Interfaces/${interface}.td -o ${docs}/${interface}.md)
endforeach()
add_custom_target(neap-docs ${doc_commands} DEPENDS neap COMMENT "Writing ${docs}" VERBATIM)
