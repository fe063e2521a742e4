//===- InterfacePasses.h - Shows what the interfaces of ops build -*- C++ -*- ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Passes for looking at one op, which only neap-opt has.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_TOOLS_NEAP_OPT_INTERFACEPASSES_H
#define NEAP_TOOLS_NEAP_OPT_INTERFACEPASSES_H

namespace neap {

/// Registers `--neap-show-linalg`, `--neap-show-decomposition` and `--neap-show-gradient`.
void registerInterfacePasses();

} // namespace neap

#endif // NEAP_TOOLS_NEAP_OPT_INTERFACEPASSES_H
