//===- Link.h - From an object file to a program or a library -*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_LIB_COMPILER_LINK_H
#define NEAP_LIB_COMPILER_LINK_H

#include <string>
#include <vector>

namespace neap {

/// Where the runtime's libraries lie: `NEAP_RUNTIME_DIR` in the environment, else the folder `../lib` of the running
/// tool or library, else that of the build. Empty when none holds libNeapRuntime.a; `error` then says where it was
/// looked for.
std::string findRuntimeFolder(std::string &error);

/// Links `object` with the runtime into `output`: an executable, or a shared library that exports the C ABI.
/// `libraries`: archives of library kernels that the object refers to ("NeapRuntimeOneDNN"). Returns an empty string or
/// what went wrong, with the linker's own words.
std::string linkArtefact(const std::string &object, const std::string &output, bool sharedLibrary, bool usesOneDNN);

/// Copies every shared library that `program` needs and that is not part of the C library into `folder`, with the
/// program itself, which finds them there. Returns an empty string or what went wrong.
std::string bundleProgram(const std::string &program, const std::string &folder);

} // namespace neap

#endif // NEAP_LIB_COMPILER_LINK_H
