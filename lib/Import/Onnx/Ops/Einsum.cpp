//===- Einsum.cpp - Sums of products by subscripts ------------------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Einsum, two operands at a time: what only one of them has and nothing later
// needs is summed first, then batch, row and column labels are brought into the
// order of a matrix product.
//
//===----------------------------------------------------------------------===//

#include "../Node.h"

#include "llvm/ADT/SetVector.h"
#include "llvm/ADT/StringExtras.h"

using namespace mlir;
using namespace neap;
using namespace neap::onnx_import;

namespace {
/// A tensor whose dimensions have labels; letters stand for themselves, '0', '1', … for the dimensions of an ellipsis.
struct Labelled {
  Value value;
  std::string labels;
};

class Einsum {
public:
  explicit Einsum(Node &node) : node(node) {}
  LogicalResult run();

private:
  LogicalResult parse();
  FailureOr<std::string> expandEllipsis(StringRef term, int64_t rank);
  LogicalResult checkExtents(const Labelled &operand);
  Labelled sumAway(Labelled operand, const std::string &needed);
  Labelled arrange(Labelled operand, const std::string &order);
  Labelled contract(Labelled left, Labelled right, const std::string &needed);
  int64_t volume(const std::string &labels) const;
  SmallVector<int64_t> shape(const std::string &labels) const;

  Node &node;
  SmallVector<Labelled> operands;
  std::string result;
  unsigned ellipsisRank = 0;
  std::map<char, int64_t> extents;
};
} // namespace

static bool contains(const std::string &labels, char label) { return labels.find(label) != std::string::npos; }

FailureOr<std::string> Einsum::expandEllipsis(StringRef term, int64_t rank) {
  std::string labels;
  size_t position = term.find("...");
  int64_t hidden = position == StringRef::npos ? 0 : rank - static_cast<int64_t>(term.size() - 3);
  if (hidden < 0 || hidden > 9 || (position == StringRef::npos && static_cast<int64_t>(term.size()) != rank))
    return node.fail("term `" + term + "` does not fit an operand of rank " + Twine(rank));
  ellipsisRank = std::max<unsigned>(ellipsisRank, hidden);
  for (size_t i = 0; i < term.size(); ++i) {
    if (i == position) {
      // Ellipses align at the right.
      for (int64_t k = 0; k < hidden; ++k)
        labels += static_cast<char>('9' - (hidden - 1 - k));
      i += 2;
    } else if (llvm::isAlpha(term[i]) && !contains(labels, term[i])) {
      labels += term[i];
    } else {
      return node.fail("term `" + term + "` repeats or misuses `" + term.substr(i, 1) + "`, which is not supported");
    }
  }
  return labels;
}

/// Notes how long each label is. An extent of 1 broadcasts against another.
LogicalResult Einsum::checkExtents(const Labelled &operand) {
  for (auto [label, extent] : llvm::zip_equal(operand.labels, shapeOf(operand.value))) {
    int64_t &known = extents.try_emplace(label, extent).first->second;
    if (known != extent && known != 1 && extent != 1)
      return node.fail("label `" + std::string(1, label) + "` is " + Twine(known) + " and " + Twine(extent) + " (" +
                       node.describeInputs() + ")");
    known = std::max(known, extent);
  }
  return success();
}

LogicalResult Einsum::parse() {
  std::string equation = node.getString("equation", "");
  llvm::erase(equation, ' ');
  auto [left, right] = StringRef(equation).split("->");
  SmallVector<StringRef> terms;
  left.split(terms, ',');
  if (terms.size() != node.numInputs())
    return node.fail("equation `" + equation + "` has " + Twine(terms.size()) + " terms for " +
                     Twine(node.numInputs()) + " operands");
  std::map<char, unsigned> counts;
  for (auto [i, term] : llvm::enumerate(terms)) {
    Value value = node.input(i);
    if (!value)
      return failure();
    FailureOr<std::string> labels = expandEllipsis(term, shapeOf(value).size());
    if (failed(labels))
      return failure();
    operands.push_back({value, *labels});
    if (failed(checkExtents(operands.back())))
      return failure();
    for (char label : *labels)
      ++counts[label];
  }
  if (StringRef(equation).contains("->")) {
    FailureOr<std::string> labels =
        expandEllipsis(right, right.contains("...") ? right.size() - 3 + ellipsisRank : right.size());
    if (failed(labels))
      return failure();
    result = *labels;
  } else {
    // Implicit result: the ellipsis, then the letters that occur once, in alphabetical order.
    for (auto [label, count] : counts)
      if (llvm::isDigit(label) || count == 1)
        result += label;
  }
  for (char label : result)
    if (!extents.count(label))
      return node.fail("label `" + std::string(1, label) + "` of the result is in no operand");
  return success();
}

int64_t Einsum::volume(const std::string &labels) const { return llvm::product_of(shape(labels)); }

SmallVector<int64_t> Einsum::shape(const std::string &labels) const {
  SmallVector<int64_t> sizes;
  for (char label : labels)
    sizes.push_back(extents.at(label));
  return sizes;
}

Labelled Einsum::sumAway(Labelled operand, const std::string &needed) {
  SmallVector<int64_t> axes;
  std::string kept;
  for (auto [i, label] : llvm::enumerate(operand.labels)) {
    if (contains(needed, label))
      kept += label;
    else
      axes.push_back(i);
  }
  if (!axes.empty())
    operand.value = node.create("reduce_sum", operand.value, {node.attr("axes", axes), node.attr("keepdims", false)});
  return {operand.value, kept};
}

Labelled Einsum::arrange(Labelled operand, const std::string &order) {
  SmallVector<int64_t> permutation;
  for (char label : order)
    permutation.push_back(operand.labels.find(label));
  if (!llvm::is_sorted(permutation))
    operand.value = node.transpose(operand.value, permutation);
  return {operand.value, order};
}

Labelled Einsum::contract(Labelled left, Labelled right, const std::string &needed) {
  left = sumAway(left, needed + right.labels);
  right = sumAway(right, needed + left.labels);
  std::string batch, inner, rows, columns;
  for (char label : left.labels) {
    if (!contains(right.labels, label))
      rows += label;
    else
      (contains(needed, label) ? batch : inner) += label;
  }
  for (char label : right.labels)
    if (!contains(left.labels, label))
      columns += label;
  left = arrange(left, batch + rows + inner);
  right = arrange(right, batch + inner + columns);
  Value a = node.reshape(node.broadcast(left.value, shape(left.labels)), {volume(batch), volume(rows), volume(inner)});
  Value b =
      node.reshape(node.broadcast(right.value, shape(right.labels)), {volume(batch), volume(inner), volume(columns)});
  std::string labels = batch + rows + columns;
  return {node.reshape(node.create("matmul", {a, b}), shape(labels)), labels};
}

LogicalResult Einsum::run() {
  if (failed(parse()))
    return failure();
  Labelled sum = operands.front();
  for (size_t i = 1; i < operands.size(); ++i) {
    std::string needed = result;
    for (size_t later = i + 1; later < operands.size(); ++later)
      needed += operands[later].labels;
    sum = contract(sum, operands[i], needed);
    if (!sum.value)
      return failure();
  }
  sum = arrange(sumAway(sum, result), result);
  return node.done(node.broadcast(sum.value, shape(result)));
}

void neap::onnx_import::addEinsumOps(OpTable &table) {
  table.add("Einsum", {12}, [](Node &node) { return Einsum(node).run(); });
}
