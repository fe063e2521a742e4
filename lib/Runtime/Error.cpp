//===- Error.cpp - What went wrong, and the exit status for it ------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Formatting of messages; see Error.h.
//
//===----------------------------------------------------------------------===//

#include "neap/Runtime/Error.h"

#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstring>

using namespace neap::runtime;

std::string neap::runtime::format(const char *pattern, ...) {
  va_list arguments, again;
  va_start(arguments, pattern);
  va_copy(again, arguments);
  int size = std::vsnprintf(nullptr, 0, pattern, arguments);
  va_end(arguments);
  std::string text(size > 0 ? size : 0, '\0');
  if (size > 0)
    std::vsnprintf(text.data(), text.size() + 1, pattern, again);
  va_end(again);
  return text;
}

void Problems::throwIfAny(ExitStatus status, const std::string &headline) const {
  if (list.empty())
    return;
  std::string message = headline;
  for (const std::string &problem : list)
    message += "\n  " + problem;
  throw Error(status, message);
}

Error neap::runtime::fileError(const std::string &path, const char *what) {
  return Error(ExitStatus::InputOutput, path + ": could not be " + what + ": " + std::strerror(errno));
}
