//===- Link.cpp - From an object file to a program or a library ----------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Calls the system's C++ compiler as linker driver: it knows the C library, the C++
// library and the OpenMP runtime of the machine. Exactly one OpenMP runtime, libgomp,
// gets into a program (oneDNN brings the same).
//
//===----------------------------------------------------------------------===//

#include "Link.h"

#include "neap/Compiler/BuildPaths.h"

#include "llvm/ADT/ScopeExit.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Program.h"

#include <cstdlib>
#include <dlfcn.h>

using namespace llvm;
namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

/// The folder of the executable or shared library that this code is in.
static std::string ownFolder() {
  Dl_info info;
  if (!dladdr(reinterpret_cast<void *>(&neap::findRuntimeFolder), &info) || !info.dli_fname)
    return {};
  SmallString<256> real;
  std::string self = fs::getMainExecutable(nullptr, reinterpret_cast<void *>(&neap::findRuntimeFolder));
  if (fs::real_path(StringRef(info.dli_fname).contains('/') ? StringRef(info.dli_fname) : StringRef(self), real))
    return {};
  return path::parent_path(real).str();
}

std::string neap::findRuntimeFolder(std::string &error) {
  std::vector<std::string> candidates;
  if (const char *chosen = std::getenv("NEAP_RUNTIME_DIR"))
    candidates.push_back(chosen);
  if (std::string own = ownFolder(); !own.empty()) {
    candidates.push_back(own + "/../lib");
    candidates.push_back(own);
  }
  candidates.push_back(NEAP_BUILD_LIBRARY_DIR);
  for (const std::string &candidate : candidates)
    if (fs::exists(candidate + "/libNeapRuntime.a")) {
      SmallString<256> real;
      return fs::real_path(candidate, real) ? candidate : real.str().str();
    }
  error = "the runtime library libNeapRuntime.a was found in none of " + join(candidates, ", ") +
          "; set NEAP_RUNTIME_DIR to its folder";
  return {};
}

/// Runs a command with its output in a file; returns an empty string or the failure and the output.
static std::string runCommand(ArrayRef<std::string> command, std::optional<ArrayRef<StringRef>> environment = {},
                              std::string *output = nullptr) {
  SmallString<128> log;
  if (std::error_code code = fs::createTemporaryFile("neap", "log", log))
    return "no temporary file: " + code.message();
  scope_exit removeLog([&] { (void)fs::remove(log); });
  SmallVector<StringRef> arguments(command.begin(), command.end());
  std::string message;
  int status =
      sys::ExecuteAndWait(command[0], arguments, environment, {std::nullopt, log.str(), log.str()}, 0, 0, &message);
  auto text = MemoryBuffer::getFile(log);
  std::string printed = text ? (*text)->getBuffer().str() : std::string();
  if (output)
    *output = printed;
  if (status == 0)
    return {};
  return command[0] + " failed (" + (message.empty() ? "exit " + std::to_string(status) : message) + "):\n" + printed;
}

/// The linker driver: $CXX, or the first of c++, g++, clang++ in the path.
static std::string findDriver() {
  if (const char *chosen = std::getenv("CXX"))
    if (ErrorOr<std::string> found = sys::findProgramByName(StringRef(chosen).split(' ').first))
      return *found;
  for (StringRef name : {"c++", "g++", "clang++"})
    if (ErrorOr<std::string> found = sys::findProgramByName(name))
      return *found;
  return {};
}

std::string neap::linkArtefact(const std::string &object, const std::string &output, bool sharedLibrary,
                               bool usesOneDNN) {
  std::string error;
  std::string folder = findRuntimeFolder(error);
  if (folder.empty())
    return error;
  std::string driver = findDriver();
  if (driver.empty())
    return "no C++ compiler to link with: c++, g++ and clang++ are not in the path, and CXX names none";
  std::vector<std::string> command = {driver, "-o", output, object};
  if (sharedLibrary)
    command.insert(command.end(), {"-shared", "-Wl,--whole-archive", folder + "/libNeapRuntime.a",
                                   "-Wl,--no-whole-archive", "-Wl,--version-script=" + folder + "/NeapLibrary.map"});
  else
    command.insert(command.end(), {folder + "/libNeapRuntimeMain.a", folder + "/libNeapRuntime.a"});
  if (usesOneDNN)
    command.insert(command.end(), {folder + "/libNeapRuntimeOneDNN.a", folder + "/libdnnl.so.3"});
  if (!sharedLibrary)
    command.push_back(folder + "/libNeapRuntime.a");
  // The old tag (DT_RPATH) holds for what the libraries themselves load too: a bundle's libdnnl finds its libstdc++.
  command.insert(command.end(),
                 {"-Wl,--gc-sections", "-Wl,--disable-new-dtags", "-Wl,-rpath,$ORIGIN", "-Wl,-rpath," + folder,
                  "-static-libstdc++", "-static-libgcc", "-l:libgomp.so.1", "-lz", "-pthread", "-ldl"});
  return runCommand(command);
}

/// Libraries of the C library itself: they belong to the machine's loader and kernel, not into a bundle.
static bool isCLibrary(StringRef name) {
  for (StringRef part : {"linux-vdso.so", "ld-linux", "libc.so", "libm.so", "libpthread.so", "libdl.so", "librt.so"})
    if (name.starts_with(part))
      return true;
  return false;
}

std::string neap::bundleProgram(const std::string &program, const std::string &folder) {
  if (std::error_code code = fs::create_directories(folder))
    return "cannot create '" + folder + "': " + code.message();
  // What ldd does: the loader lists what it would load, with the paths it found.
  std::string listing;
  std::vector<StringRef> environment = {"LD_TRACE_LOADED_OBJECTS=1"};
  SmallString<256> absolute(program);
  if (std::error_code code = fs::make_absolute(absolute))
    return "cannot find the current folder: " + code.message();
  if (std::string error = runCommand({absolute.str().str()}, ArrayRef(environment), &listing); !error.empty())
    return error;
  SmallVector<StringRef> lines;
  StringRef(listing).split(lines, '\n');
  for (StringRef line : lines) {
    auto [name, rest] = line.trim().split(" => ");
    StringRef found = rest.split(" (").first.trim();
    if (isCLibrary(name) || rest.empty())
      continue;
    if (found.empty() || found.starts_with("not found"))
      return "the program needs " + name.str() + ", which was not found";
    if (std::error_code code = fs::copy_file(found, folder + "/" + name))
      return "cannot copy '" + found.str() + "' to '" + folder + "': " + code.message();
  }
  std::string target = folder + "/" + path::filename(program).str();
  bool there = false;
  if (!fs::equivalent(program, target, there) && there)
    return {};
  if (std::error_code code = fs::copy_file(program, target))
    return "cannot copy '" + program + "' to '" + folder + "': " + code.message();
  if (std::error_code code = fs::setPermissions(target, fs::all_read | fs::owner_write | fs::all_exe))
    return "cannot make '" + target + "' executable: " + code.message();
  return {};
}
