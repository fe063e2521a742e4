//===- Error.h - What went wrong, and the exit status for it ----*- C++ -*-===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Inside the runtime trouble travels as an exception that carries the exit
// status of CLI.md; it is caught at the two doors (neap_main and the C API).
// `Problems` collects everything that is wrong before one of them is thrown.
//
//===----------------------------------------------------------------------===//

#ifndef NEAP_RUNTIME_ERROR_H
#define NEAP_RUNTIME_ERROR_H

#include <exception>
#include <string>
#include <vector>

namespace neap {
namespace runtime {

/// Exit status of programs; the numbers are part of the command line contract.
enum class ExitStatus : int {
  Done = 0,
  Usage = 2,
  OutOfMemory = 4,
  Mismatch = 5,
  InputOutput = 6,
  Defect = 70,
  Interrupted = 130
};

/// printf into a string.
std::string format(const char *pattern, ...) __attribute__((format(printf, 1, 2)));

class Error : public std::exception {
public:
  Error(ExitStatus status, std::string message) : exitStatus(status), message(std::move(message)) {}
  ExitStatus status() const { return exitStatus; }
  const char *what() const noexcept override { return message.c_str(); }

private:
  ExitStatus exitStatus;
  std::string message;
};

/// All trouble at once: complaints are added, then thrown together, one a line.
class Problems {
public:
  void add(std::string problem) { list.push_back(std::move(problem)); }
  bool empty() const { return list.empty(); }
  const std::vector<std::string> &all() const { return list; }
  /// Throws what was collected, if anything, after the line `headline`.
  void throwIfAny(ExitStatus status, const std::string &headline) const;

private:
  std::vector<std::string> list;
};

/// "FILE: could not be opened: No such file or directory", with errno's text.
Error fileError(const std::string &path, const char *what);

} // namespace runtime
} // namespace neap

#endif // NEAP_RUNTIME_ERROR_H
