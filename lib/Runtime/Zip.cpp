//===- Zip.cpp - The archive format of .npz files -------------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// PKWARE's APPNOTE 6.3, as far as NumPy uses it: sizes are taken from the
// central directory (a local header may leave them open), ZIP64 where a field
// is saturated. Every offset is checked against the file before it is followed.
//
//===----------------------------------------------------------------------===//

#include "neap/Runtime/Zip.h"

#include "neap/Runtime/Error.h"

#include <zlib.h>

#include <algorithm>
#include <cstring>
#include <memory>

using namespace neap::runtime;

namespace {

constexpr uint32_t localSignature = 0x04034b50, centralSignature = 0x02014b50, endSignature = 0x06054b50,
                   end64Signature = 0x06064b50, locator64Signature = 0x07064b50;
constexpr uint64_t endSize = 22, end64Size = 56, locator64Size = 20, centralSize = 46, localSize = 30;
constexpr uint64_t maxMembers = 1 << 20;

uint64_t read(const uint8_t *at, int bytes) {
  uint64_t value = 0;
  std::memcpy(&value, at, size_t(bytes));
  return value;
}

Error damaged(const std::string &name, const std::string &what) {
  return Error(ExitStatus::Mismatch, name + ": not a valid .npz file: " + what);
}

struct Directory {
  uint64_t offset, size, count;
};

Directory findDirectory(ByteRange file, const std::string &name) {
  if (file.size < endSize)
    throw damaged(name, "it has " + std::to_string(file.size) + " bytes");
  // The end record is last, behind it a comment of at most 64 KiB.
  uint64_t first = file.size - std::min(file.size, endSize + 0xffff);
  for (uint64_t at = file.size - endSize + 1; at-- > first;) {
    const uint8_t *end = file.data + at;
    if (read(end, 4) != endSignature || read(end + 20, 2) != file.size - at - endSize)
      continue;
    Directory directory{read(end + 16, 4), read(end + 12, 4), read(end + 10, 2)};
    const uint8_t *locator = end - locator64Size;
    if (at < locator64Size || read(locator, 4) != locator64Signature)
      return directory;
    uint64_t at64 = read(locator + 8, 8);
    if (file.size < end64Size || at64 > file.size - end64Size || read(file.data + at64, 4) != end64Signature)
      throw damaged(name, "its ZIP64 directory is not where it should be");
    return {read(file.data + at64 + 48, 8), read(file.data + at64 + 40, 8), read(file.data + at64 + 32, 8)};
  }
  throw damaged(name, "it has no directory; it may be cut off");
}

/// Replaces saturated fields by those of the ZIP64 extra field; false when they are missing.
bool widen(const uint8_t *extra, uint64_t extraSize, uint64_t &size, uint64_t &compressed, uint64_t &offset) {
  constexpr uint64_t saturated = 0xffffffff;
  bool needed = size == saturated || compressed == saturated || offset == saturated;
  while (extraSize >= 4) {
    uint64_t id = read(extra, 2), length = read(extra + 2, 2);
    if (length > extraSize - 4)
      return false;
    if (id == 1) {
      const uint8_t *field = extra + 4, *end = field + length;
      for (uint64_t *value : {&size, &compressed, &offset}) {
        if (*value != saturated)
          continue;
        if (end - field < 8)
          return false;
        *value = read(field, 8);
        field += 8;
      }
      return true;
    }
    extra += 4 + length;
    extraSize -= 4 + length;
  }
  return !needed;
}

ByteRange locate(ByteRange file, uint64_t offset, uint64_t compressed, const std::string &name) {
  if (file.size < localSize || offset > file.size - localSize || read(file.data + offset, 4) != localSignature)
    throw damaged(name, "a member is not where the directory says");
  uint64_t skip = localSize + read(file.data + offset + 26, 2) + read(file.data + offset + 28, 2);
  if (skip > file.size - offset || compressed > file.size - offset - skip)
    throw damaged(name, "a member reaches beyond the end; the file may be cut off");
  return {file.data + offset + skip, compressed};
}

} // namespace

std::vector<ZipMember> neap::runtime::readZipDirectory(ByteRange file, const std::string &name) {
  Directory directory = findDirectory(file, name);
  if (directory.offset > file.size || directory.size > file.size - directory.offset || directory.count > maxMembers)
    throw damaged(name, "its directory does not fit the file");
  const uint8_t *at = file.data + directory.offset, *end = at + directory.size;
  std::vector<ZipMember> members;
  for (uint64_t i = 0; i < directory.count; ++i) {
    if (uint64_t(end - at) < centralSize || read(at, 4) != centralSignature)
      throw damaged(name, "its directory is damaged");
    uint64_t nameSize = read(at + 28, 2), extraSize = read(at + 30, 2), commentSize = read(at + 32, 2);
    if (nameSize + extraSize + commentSize > uint64_t(end - at) - centralSize)
      throw damaged(name, "its directory is damaged");
    uint64_t flags = read(at + 8, 2), method = read(at + 10, 2);
    uint64_t compressed = read(at + 20, 4), size = read(at + 24, 4), offset = read(at + 42, 4);
    ZipMember member;
    member.name.assign(reinterpret_cast<const char *>(at + centralSize), nameSize);
    member.crc = uint32_t(read(at + 16, 4));
    if (!widen(at + centralSize + nameSize, extraSize, size, compressed, offset))
      throw damaged(name, "a ZIP64 field is missing");
    if ((flags & 1) || (method != 0 && method != 8))
      throw Error(ExitStatus::Mismatch,
                  name + ": member '" + member.name + "' is encrypted or compressed in a way other than deflate");
    member.deflated = method == 8;
    member.size = size;
    member.bytes = locate(file, offset, compressed, name);
    if (!member.deflated && size != compressed)
      throw damaged(name, "member '" + member.name + "' has two different sizes");
    members.push_back(std::move(member));
    at += centralSize + nameSize + extraSize + commentSize;
  }
  return members;
}

void neap::runtime::inflateMember(const ZipMember &member, uint8_t *to, uint64_t size, const std::string &name) {
  z_stream stream = {};
  if (inflateInit2(&stream, -MAX_WBITS) != Z_OK)
    throw Error(ExitStatus::OutOfMemory, name + ": no memory to inflate '" + member.name + "'");
  std::unique_ptr<z_stream, int (*)(z_stream *)> guard(&stream, inflateEnd);
  constexpr uint64_t chunk = uint64_t(1) << 30;
  uint64_t read = 0, written = 0;
  while (written < size) {
    if (stream.avail_in == 0) {
      stream.next_in = const_cast<uint8_t *>(member.bytes.data + read);
      stream.avail_in = uInt(std::min(chunk, member.bytes.size - read));
      read += stream.avail_in;
    }
    uInt room = uInt(std::min(chunk, size - written));
    stream.next_out = to + written;
    stream.avail_out = room;
    int status = inflate(&stream, Z_NO_FLUSH);
    uint64_t got = room - stream.avail_out;
    written += got;
    bool starved = stream.avail_in == 0 && read == member.bytes.size;
    if (status == Z_STREAM_END || (status == Z_BUF_ERROR && starved) || (status == Z_OK && got == 0 && starved))
      break;
    if (status != Z_OK && status != Z_BUF_ERROR)
      throw damaged(name, "member '" + member.name + "' cannot be inflated");
  }
  if (written < size)
    throw damaged(name, "member '" + member.name + "' ends early");
  if (size == member.size && crc32_z(crc32(0, nullptr, 0), to, size) != member.crc)
    throw damaged(name, "the checksum of member '" + member.name + "' is wrong");
}

void neap::runtime::checkStoredMember(const ZipMember &member, const std::string &name) {
  if (crc32_z(crc32(0, nullptr, 0), member.bytes.data, member.bytes.size) != member.crc)
    throw damaged(name, "the checksum of member '" + member.name + "' is wrong");
}

namespace {

void put(std::string &to, uint64_t value, int bytes) {
  for (int i = 0; i < bytes; ++i)
    to += char(value >> (8 * i) & 0xff);
}

/// The fields that a local header and a directory entry share, from "version needed" to "extra field length".
void putCommon(std::string &to, uint32_t crc, uint64_t size, uint64_t nameSize, uint64_t extraSize) {
  bool wide = size >= 0xffffffff;
  put(to, 45, 2);
  put(to, 0x0800, 2);     // the name is UTF-8
  put(to, 0, 2);          // stored
  put(to, 0x00210000, 4); // 1 January 1980: equal runs give equal files
  put(to, crc, 4);
  put(to, wide ? 0xffffffff : size, 4);
  put(to, wide ? 0xffffffff : size, 4);
  put(to, nameSize, 2);
  put(to, extraSize, 2);
}

} // namespace

void ZipWriter::write(const void *data, uint64_t size) {
  sink.write(data, size);
  position += size;
}

void ZipWriter::add(const std::string &name, const std::vector<ByteRange> &pieces) {
  Entry entry{name, uint32_t(crc32(0, nullptr, 0)), 0, position};
  for (const ByteRange &piece : pieces) {
    // crc32 of a null pointer would restart the checksum.
    if (piece.size > 0)
      entry.crc = uint32_t(crc32_z(entry.crc, piece.data, piece.size));
    entry.size += piece.size;
  }
  std::string extra;
  if (entry.size >= 0xffffffff) {
    put(extra, 1, 2);
    put(extra, 16, 2);
    put(extra, entry.size, 8);
    put(extra, entry.size, 8);
  }
  // An unknown extra field of zeros moves the data to a multiple of 64.
  uint64_t end = position + localSize + name.size() + extra.size() + 4;
  uint64_t padding = (64 - end % 64) % 64;
  put(extra, 0x4e50, 2);
  put(extra, padding, 2);
  extra.append(padding, '\0');
  std::string header;
  put(header, localSignature, 4);
  putCommon(header, entry.crc, entry.size, name.size(), extra.size());
  header += name + extra;
  write(header.data(), header.size());
  for (const ByteRange &piece : pieces)
    if (piece.size > 0)
      write(piece.data, piece.size);
  entries.push_back(std::move(entry));
}

void ZipWriter::finish() {
  uint64_t begin = position;
  for (const Entry &entry : entries) {
    std::string extra, record;
    bool wideSize = entry.size >= 0xffffffff, wideOffset = entry.offset >= 0xffffffff;
    if (wideSize || wideOffset) {
      put(extra, 1, 2);
      put(extra, (wideSize ? 16 : 0) + (wideOffset ? 8 : 0), 2);
      if (wideSize) {
        put(extra, entry.size, 8);
        put(extra, entry.size, 8);
      }
      if (wideOffset)
        put(extra, entry.offset, 8);
    }
    put(record, centralSignature, 4);
    put(record, 45, 2);
    putCommon(record, entry.crc, entry.size, entry.name.size(), extra.size());
    put(record, 0, 6); // comment, disk, internal attributes
    put(record, uint64_t(0100644) << 16, 4);
    put(record, wideOffset ? 0xffffffff : entry.offset, 4);
    record += entry.name + extra;
    write(record.data(), record.size());
  }
  uint64_t size = position - begin, at64 = position, count = entries.size();
  std::string tail;
  put(tail, end64Signature, 4);
  put(tail, end64Size - 12, 8);
  put(tail, 45, 2);
  put(tail, 45, 2);
  put(tail, 0, 8);
  for (uint64_t value : {count, count, size, begin})
    put(tail, value, 8);
  put(tail, locator64Signature, 4);
  put(tail, 0, 4);
  put(tail, at64, 8);
  put(tail, 1, 4);
  put(tail, endSignature, 4);
  put(tail, 0, 4);
  put(tail, std::min<uint64_t>(count, 0xffff), 2);
  put(tail, std::min<uint64_t>(count, 0xffff), 2);
  put(tail, std::min<uint64_t>(size, 0xffffffff), 4);
  put(tail, std::min<uint64_t>(begin, 0xffffffff), 4);
  put(tail, 0, 2);
  write(tail.data(), tail.size());
}
