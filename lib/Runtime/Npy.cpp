//===- Npy.cpp - NumPy's array files --------------------------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The header of an .npy file is the text of a Python dictionary. The scanner
// below reads exactly that dictionary with its three keys, in any order, and
// refuses everything else.
//
//===----------------------------------------------------------------------===//

#include "neap/Runtime/Npy.h"

#include "neap/Runtime/Error.h"

#include <cstring>
#include <sys/mman.h>
#include <unistd.h>

using namespace neap::runtime;

namespace {

constexpr size_t maxRank = 32;

/// Scans the dictionary text; every `take` skips blanks first.
class Scanner {
public:
  explicit Scanner(std::string text) : text(std::move(text)) {}

  bool take(char c) {
    skipBlanks();
    if (position >= text.size() || text[position] != c)
      return false;
    ++position;
    return true;
  }
  bool take(const char *word) {
    skipBlanks();
    size_t length = std::strlen(word);
    if (text.compare(position, length, word) != 0)
      return false;
    position += length;
    return true;
  }
  bool takeString(std::string &result) {
    skipBlanks();
    if (position >= text.size() || (text[position] != '\'' && text[position] != '"'))
      return false;
    char quote = text[position++];
    size_t end = text.find(quote, position);
    if (end == std::string::npos)
      return false;
    result = text.substr(position, end - position);
    position = end + 1;
    return true;
  }
  bool takeNumber(int64_t &result) {
    skipBlanks();
    size_t begin = position;
    result = 0;
    for (; position < text.size() && text[position] >= '0' && text[position] <= '9'; ++position) {
      if (result > (int64_t(1) << 58))
        return false;
      result = result * 10 + (text[position] - '0');
    }
    // Python 2 wrote long integers with an L.
    if (position > begin && position < text.size() && text[position] == 'L')
      ++position;
    return position > begin;
  }

private:
  void skipBlanks() {
    while (position < text.size() && (text[position] == ' ' || text[position] == '\n' || text[position] == '\t'))
      ++position;
  }
  std::string text;
  size_t position = 0;
};

bool parseShape(Scanner &scanner, Shape &shape) {
  if (!scanner.take('('))
    return false;
  while (!scanner.take(')')) {
    int64_t extent;
    if (shape.size() == maxRank || !scanner.takeNumber(extent))
      return false;
    shape.push_back(extent);
    if (!scanner.take(','))
      return scanner.take(')');
  }
  return true;
}

bool parseDictionary(Scanner &scanner, std::string &descr, bool &fortran, Shape &shape) {
  bool haveDescr = false, haveOrder = false, haveShape = false;
  if (!scanner.take('{'))
    return false;
  while (!scanner.take('}')) {
    std::string key;
    if (!scanner.takeString(key) || !scanner.take(':'))
      return false;
    if (key == "descr" && !haveDescr) {
      haveDescr = scanner.takeString(descr);
      if (!haveDescr)
        return false;
    } else if (key == "fortran_order" && !haveOrder) {
      haveOrder = true;
      if (scanner.take("True"))
        fortran = true;
      else if (!scanner.take("False"))
        return false;
    } else if (key == "shape" && !haveShape) {
      haveShape = parseShape(scanner, shape);
      if (!haveShape)
        return false;
    } else {
      return false;
    }
    if (!scanner.take(','))
      return scanner.take('}') && haveDescr && haveOrder && haveShape;
  }
  return haveDescr && haveOrder && haveShape;
}

bool parseType(const std::string &descr, NumpyType &type) {
  if (descr.size() != 3 || descr[2] < '1' || descr[2] > '8')
    return false;
  type = {descr[1], uint8_t(descr[2] - '0')};
  uint8_t n = type.bytes;
  bool little = descr[0] == '<' || descr[0] == '=' || (descr[0] == '|' && n == 1);
  bool size = type.kind == 'b'   ? n == 1
              : type.kind == 'f' ? n == 2 || n == 4 || n == 8
                                 : (type.kind == 'i' || type.kind == 'u') && (n == 1 || n == 2 || n == 4 || n == 8);
  return little && size;
}

} // namespace

NpyHeader neap::runtime::parseNpyHeader(ByteRange begin, const std::string &name) {
  auto fail = [&](const std::string &what) { return Error(ExitStatus::Mismatch, name + ": " + what); };
  if (begin.size < 10 || std::memcmp(begin.data, "\x93NUMPY", 6) != 0)
    throw fail("not a NumPy array file");
  uint8_t major = begin.data[6];
  if (major < 1 || major > 3)
    throw fail("NumPy file version " + std::to_string(major) + "; known are 1, 2 and 3");
  uint64_t prefix = major == 1 ? 10 : 12;
  if (begin.size < prefix)
    throw fail("the file is cut off");
  uint64_t length = begin.data[8] | uint64_t(begin.data[9]) << 8;
  if (major > 1)
    length |= uint64_t(begin.data[10]) << 16 | uint64_t(begin.data[11]) << 24;
  if (length > npyHeaderLimit - prefix || length > begin.size - prefix)
    throw fail("the header is cut off or larger than 64 KiB");
  NpyHeader header;
  header.headerBytes = prefix + length;
  std::string descr;
  Scanner scanner(std::string(reinterpret_cast<const char *>(begin.data + prefix), length));
  if (!parseDictionary(scanner, descr, header.fortranOrder, header.shape))
    throw fail("the header is not that of a plain array");
  if (!parseType(descr, header.type))
    throw fail("element type '" + descr + "'; expected little-endian bool, int, uint or float of 8 to 64 bits" +
               (descr.find('O') != std::string::npos ? " (this array holds Python objects)" : ""));
  uint64_t count;
  if (!countElements(header.shape, header.type.bytes, count))
    throw fail("shape " + toString(header.shape) + " is too large");
  header.dataBytes = count * header.type.bytes;
  return header;
}

NpyArray neap::runtime::openNpy(const std::string &path) {
  NpyArray array;
  std::shared_ptr<MappedFile> file = MappedFile::open(path);
  ByteRange bytes = file->bytes();
  array.owner = file;
  array.fileBacked = true;
  array.header = parseNpyHeader(bytes, path);
  if (array.header.dataBytes > bytes.size - array.header.headerBytes)
    throw Error(ExitStatus::Mismatch, path + ": the file is cut off: shape " + toString(array.header.shape) +
                                          " needs " + std::to_string(array.header.dataBytes) + " bytes, " +
                                          std::to_string(bytes.size - array.header.headerBytes) + " are there");
  array.data = {bytes.data + array.header.headerBytes, array.header.dataBytes};
  return array;
}

void NpyArray::release() const {
  if (!fileBacked || data.size == 0)
    return;
  uintptr_t before = uintptr_t(data.data) % uintptr_t(sysconf(_SC_PAGESIZE));
  madvise(const_cast<uint8_t *>(data.data - before), data.size + before, MADV_DONTNEED);
}

std::string neap::runtime::npyHeader(DType type, const Shape &shape) {
  static const char *const descr[] = {"<f4", "<f8", "<f2", "<V2", "|b1", "|i1", "<i4", "<i8", "|u1", "<i2"};
  std::string text = std::string("{'descr': '") + descr[size_t(type)] + "', 'fortran_order': False, 'shape': (";
  for (size_t i = 0; i < shape.size(); ++i)
    text += (i ? " " : "") + std::to_string(shape[i]) + ",";
  text += "), }";
  text.resize((10 + text.size() + 1 + 63) / 64 * 64 - 10 - 1, ' ');
  text += '\n';
  std::string header("\x93NUMPY\x01\x00", 8);
  header += char(text.size() & 0xff);
  header += char(text.size() >> 8);
  return header + text;
}
