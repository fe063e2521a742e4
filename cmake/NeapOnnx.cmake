# The ONNX C++ library (protobuf types, schema registry, checker, inliner) from the pinned sources that scripts/setup
# unpacks. Target Neap::Onnx.
set(NEAP_ONNX_DIR ${NEAP_DEPENDENCIES}/onnx-1.23.2)
set(NEAP_ONNX_GENERATED ${NEAP_DEPENDENCIES}/onnx-1.23.2-generated)
if(NOT EXISTS ${NEAP_ONNX_DIR}/onnx/onnx-ml.proto)
  message(FATAL_ERROR "no ONNX sources in ${NEAP_ONNX_DIR}: run scripts/setup first")
endif()
find_package(Protobuf 3.21 REQUIRED)

# Generated once, when configuring, and beside the sources: every build folder then compiles the same files with the
# same command lines, so that ccache compiles this big library once for all of them.
set(NEAP_ONNX_PROTOS onnx-ml onnx-operators-ml onnx-data)
foreach(proto ${NEAP_ONNX_PROTOS})
  if(NOT EXISTS ${NEAP_ONNX_GENERATED}/onnx/${proto}.pb.cc)
    file(MAKE_DIRECTORY ${NEAP_ONNX_GENERATED})
    execute_process(
      COMMAND ${Protobuf_PROTOC_EXECUTABLE} -I ${NEAP_ONNX_DIR} --cpp_out ${NEAP_ONNX_GENERATED} onnx/${proto}.proto
      COMMAND_ERROR_IS_FATAL ANY)
  endif()
endforeach()
add_subdirectory(${CMAKE_CURRENT_LIST_DIR}/onnx ${CMAKE_BINARY_DIR}/onnx)
