//===- Version.h - The version of this build -*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_COMPILER_VERSION_H
#define NEAP_COMPILER_VERSION_H

/// Same as the version in CMakeLists.txt, which checks it.
#define NEAP_VERSION_STRING "0.1.0"

#endif // NEAP_COMPILER_VERSION_H
