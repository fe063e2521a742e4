//===- Contraction.cpp - Matrix products ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Shapes, loops, normal forms and gradients of matrix products.
//
//===----------------------------------------------------------------------===//

#include "Contraction/Contraction.h"
#include "Normalization/Composer.h"
#include "neap/Dialect/Neap/Ops/Contraction.h"
#include "neap/Dialect/Neap/Ops/Shape.h"

#include "mlir/IR/PatternMatch.h"
#include "llvm/ADT/StringExtras.h"

using namespace mlir;
using namespace neap;

#define GET_OP_CLASSES
#include "neap/Dialect/Neap/Ops/Contraction.cpp.inc"

void NeapDialect::registerContractionOps() {
  addOperations<
#define GET_OP_LIST
#include "neap/Dialect/Neap/Ops/Contraction.cpp.inc"
      >();
}

//===----------------------------------------------------------------------===//
// Sizes
//===----------------------------------------------------------------------===//

static ArrayRef<int64_t> shapeOf(Value value) { return cast<RankedTensorType>(value.getType()).getShape(); }

static std::string formatShape(ArrayRef<int64_t> shape) {
  return "[" + llvm::join(llvm::map_range(shape, [](int64_t size) { return std::to_string(size); }), ", ") + "]";
}

FailureOr<ProductSizes> ProductSizes::infer(std::optional<Location> location, ArrayRef<int64_t> a, ArrayRef<int64_t> b,
                                            bool transposeA, bool transposeB) {
  if (a.empty() || b.empty())
    return emitOptionalError(location, "expected operands of at least one dimension, found ", formatShape(a), " and ",
                             formatShape(b));
  if ((a.size() == 1 && transposeA) || (b.size() == 1 && transposeB))
    return emitOptionalError(location, "a vector cannot be transposed: found ", formatShape(a), " and ",
                             formatShape(b));
  ProductSizes sizes;
  sizes.rowVector = a.size() == 1;
  sizes.columnVector = b.size() == 1;
  int64_t innerB = 0;
  if (sizes.rowVector) {
    sizes.k = a[0];
  } else {
    sizes.m = a[a.size() - (transposeA ? 1 : 2)];
    sizes.k = a[a.size() - (transposeA ? 2 : 1)];
    sizes.batchA.assign(a.begin(), a.end() - 2);
  }
  if (sizes.columnVector) {
    innerB = b[0];
  } else {
    innerB = b[b.size() - (transposeB ? 1 : 2)];
    sizes.n = b[b.size() - (transposeB ? 2 : 1)];
    sizes.batchB.assign(b.begin(), b.end() - 2);
  }
  if (sizes.k != innerB)
    return emitOptionalError(location, "inner dimensions ", sizes.k, " and ", innerB, " differ: ", formatShape(a),
                             transposeA ? " (transposed)" : "", " and ", formatShape(b),
                             transposeB ? " (transposed)" : "");
  size_t rank = std::max(sizes.batchA.size(), sizes.batchB.size());
  sizes.batchA.insert(sizes.batchA.begin(), rank - sizes.batchA.size(), 1);
  sizes.batchB.insert(sizes.batchB.begin(), rank - sizes.batchB.size(), 1);
  for (auto [left, right] : llvm::zip_equal(sizes.batchA, sizes.batchB)) {
    if (left != right && left != 1 && right != 1)
      return emitOptionalError(location, "batch dimensions ", left, " and ", right, " differ: ", formatShape(a),
                               " and ", formatShape(b));
    sizes.batch.push_back(left == 1 ? right : left);
  }
  return sizes;
}

SmallVector<int64_t> ProductSizes::resultShape() const {
  SmallVector<int64_t> shape = batch;
  if (!rowVector)
    shape.push_back(m);
  if (!columnVector)
    shape.push_back(n);
  return shape;
}

static ProductSizes sizesOf(MatmulOp op) {
  return *ProductSizes::infer({}, shapeOf(op.getA()), shapeOf(op.getB()), op.getTransposeA(), op.getTransposeB());
}

static FailureOr<Type> checkElements(std::optional<Location> location, Value a, Value b) {
  Type elementA = getElementTypeOrSelf(a.getType()), elementB = getElementTypeOrSelf(b.getType());
  if (elementA != elementB)
    return emitOptionalError(location, "expected operands of one element type, found ", elementA, " and ", elementB);
  if (!isa<FloatType>(elementA))
    return emitOptionalError(location, "expected floating-point operands, found ", elementA,
                             ": integer matrix products are not supported");
  return elementA;
}

LogicalResult MatmulOp::inferReturnTypes(MLIRContext *, std::optional<Location> location, Adaptor adaptor,
                                         SmallVectorImpl<Type> &types) {
  FailureOr<Type> element = checkElements(location, adaptor.getA(), adaptor.getB());
  if (failed(element))
    return failure();
  FailureOr<ProductSizes> sizes = ProductSizes::infer(location, shapeOf(adaptor.getA()), shapeOf(adaptor.getB()),
                                                      adaptor.getTransposeA(), adaptor.getTransposeB());
  if (failed(sizes))
    return failure();
  types.push_back(RankedTensorType::get(sizes->resultShape(), *element));
  return success();
}

int64_t MatmulOp::getFlops() {
  ProductSizes sizes = sizesOf(*this);
  return 2 * sizes.batchCount() * sizes.m * sizes.n * sizes.k;
}

//===----------------------------------------------------------------------===//
// Loops: batch…, m, n, then k. A vector has no loop for its missing dimension.
//===----------------------------------------------------------------------===//

SmallVector<int64_t> MatmulOp::getLoopRanges() {
  ProductSizes sizes = sizesOf(*this);
  SmallVector<int64_t> ranges = sizes.resultShape();
  ranges.push_back(sizes.k);
  return ranges;
}

SmallVector<utils::IteratorType> MatmulOp::getLoopIterators() {
  SmallVector<utils::IteratorType> iterators(cast<RankedTensorType>(getY().getType()).getRank(),
                                             utils::IteratorType::parallel);
  iterators.push_back(utils::IteratorType::reduction);
  return iterators;
}

SmallVector<AffineMap> MatmulOp::getLoopIndexingMaps() {
  ProductSizes sizes = sizesOf(*this);
  MLIRContext *context = getContext();
  unsigned batchRank = sizes.batch.size(), parallel = sizes.resultShape().size(), next = batchRank;
  auto loop = [&](unsigned dim) { return getAffineDimExpr(dim, context); };
  AffineExpr m = sizes.rowVector ? AffineExpr() : loop(next++), n = sizes.columnVector ? AffineExpr() : loop(next++);
  AffineExpr k = loop(parallel);
  auto makeMap = [&](Value operand, AffineExpr outer, AffineExpr inner) {
    SmallVector<AffineExpr> exprs;
    if (outer && inner) {
      ArrayRef<int64_t> batch = shapeOf(operand).drop_back(2);
      for (auto [i, size] : llvm::enumerate(batch))
        exprs.push_back(size == 1 ? getAffineConstantExpr(0, context) : loop(batchRank - batch.size() + i));
    }
    for (AffineExpr expr : {outer, inner})
      if (expr)
        exprs.push_back(expr);
    return AffineMap::get(parallel + 1, 0, exprs, context);
  };
  AffineMap a = getTransposeA() ? makeMap(getA(), k, m) : makeMap(getA(), m, k);
  AffineMap b = getTransposeB() ? makeMap(getB(), n, k) : makeMap(getB(), k, n);
  SmallVector<AffineExpr> written;
  for (unsigned dim = 0; dim < parallel; ++dim)
    written.push_back(loop(dim));
  return {a, b, AffineMap::get(parallel + 1, 0, written, context)};
}

//===----------------------------------------------------------------------===//
// Gradients
//===----------------------------------------------------------------------===//

namespace {

/// A product whose operands are matrices with all batch dimensions written out.
struct Product {
  Value a, b;
  bool transposeA, transposeB;
  ProductSizes sizes;
};

} // namespace

static MatmulOp createMatmul(OpBuilder &builder, Location loc, Value a, Value b, bool transposeA, bool transposeB) {
  return MatmulOp::create(builder, loc, a, b, transposeA, transposeB);
}

/// Whether every batch of a meets the same b, so that the batch joins the rows of a.
static bool joinsRows(const ProductSizes &sizes, bool transposeA) {
  return !transposeA && llvm::all_of(sizes.batchB, [](int64_t size) { return size == 1; });
}

/// Operands with vectors as matrices; where every batch meets the same b, a single 2-d product.
static Product normalize(Composer &c, Value a, Value b, bool transposeA, bool transposeB) {
  ProductSizes sizes = *ProductSizes::infer({}, shapeOf(a), shapeOf(b), transposeA, transposeB);
  if (joinsRows(sizes, transposeA)) {
    sizes.m *= sizes.batchCount();
    sizes.batch.clear();
    sizes.batchA.clear();
    sizes.batchB.clear();
  }
  auto matrix = [&](Value value, ArrayRef<int64_t> batch, int64_t rows, int64_t columns) {
    SmallVector<int64_t> shape(batch);
    shape.append({rows, columns});
    return c.reshape(value, shape);
  };
  a = transposeA ? matrix(a, sizes.batchA, sizes.k, sizes.m) : matrix(a, sizes.batchA, sizes.m, sizes.k);
  b = transposeB ? matrix(b, sizes.batchB, sizes.n, sizes.k) : matrix(b, sizes.batchB, sizes.k, sizes.n);
  return {a, b, transposeA, transposeB, sizes};
}

/// Sums a gradient over the batch dimensions that `batch` broadcast, and gives it the operand's shape.
static Value reduceToOperand(Composer &c, Value gradient, ArrayRef<int64_t> batch, Value operand) {
  SmallVector<int64_t> axes;
  for (auto [axis, size] : llvm::enumerate(batch))
    if (size == 1 && shapeOf(gradient)[axis] != 1)
      axes.push_back(axis);
  if (!axes.empty())
    gradient = c.sum(gradient, axes);
  return c.reshape(gradient, shapeOf(operand));
}

/// da and db of op(a) op(b) from dy. A transposed operand's gradient is the transposed product: (dy bᵀ)ᵀ = b dyᵀ.
static void buildProductGradients(OpBuilder &builder, Location loc, Value a, Value b, bool transposeA, bool transposeB,
                                  Value dy, ArrayRef<bool> needed, SmallVectorImpl<Value> &gradients) {
  Composer c(builder, loc);
  Product p = normalize(c, a, b, transposeA, transposeB);
  SmallVector<int64_t> shape = p.sizes.batch;
  shape.append({p.sizes.m, p.sizes.n});
  dy = c.reshape(dy, shape);
  if (needed[0]) {
    Value da = transposeA ? createMatmul(builder, loc, p.b, dy, transposeB, true)
                          : createMatmul(builder, loc, dy, p.b, false, !transposeB);
    gradients[0] = reduceToOperand(c, da, p.sizes.batchA, a);
  }
  if (needed[1]) {
    Value db = transposeB ? createMatmul(builder, loc, dy, p.a, true, transposeA)
                          : createMatmul(builder, loc, p.a, dy, !transposeA, false);
    gradients[1] = reduceToOperand(c, db, p.sizes.batchB, b);
  }
}

SmallVector<GradientForm> MatmulOp::getGradientForms() {
  constexpr GradientRead none = GradientRead::None, full = GradientRead::Full;
  return {GradientForm::fromRows("default", {{{none, full}, {none}}, {{full, none}, {none}}})};
}

LogicalResult MatmulOp::buildVjp(OpBuilder &builder, unsigned, ValueRange resultGradients, ArrayRef<bool> needed,
                                 SmallVectorImpl<Value> &operandGradients) {
  buildProductGradients(builder, getLoc(), getA(), getB(), getTransposeA(), getTransposeB(), resultGradients[0], needed,
                        operandGradients);
  return success();
}

//===----------------------------------------------------------------------===//
// Normal forms
//===----------------------------------------------------------------------===//

/// A transpose that swaps the last two dimensions and leaves the others.
static bool swapsLastTwo(TransposeOp transpose) {
  ArrayRef<int64_t> permutation = transpose.getPermutation();
  int64_t rank = permutation.size();
  if (rank < 2 || permutation[rank - 2] != rank - 1 || permutation[rank - 1] != rank - 2)
    return false;
  for (int64_t i = 0; i < rank - 2; ++i)
    if (permutation[i] != i)
      return false;
  return true;
}

/// matmul(transpose(a), b) becomes matmul(a, b) transpose_a: the copy goes away.
static LogicalResult absorbTranspose(MatmulOp op, PatternRewriter &rewriter) {
  auto transposeA = op.getA().getDefiningOp<TransposeOp>(), transposeB = op.getB().getDefiningOp<TransposeOp>();
  bool takeA = transposeA && swapsLastTwo(transposeA), takeB = transposeB && swapsLastTwo(transposeB);
  if (!takeA && !takeB)
    return rewriter.notifyMatchFailure(op, "expected an operand that is a matrix transpose");
  rewriter.modifyOpInPlace(op, [&] {
    if (takeA) {
      op.getAMutable().assign(transposeA.getX());
      op.setTransposeA(!op.getTransposeA());
    }
    if (takeB) {
      op.getBMutable().assign(transposeB.getX());
      op.setTransposeB(!op.getTransposeB());
    }
  });
  return success();
}

/// [batch…, m, k] times one matrix [k, n] becomes [batch · m, k] times it: one product instead of many.
static LogicalResult joinBatchWithRows(MatmulOp op, PatternRewriter &rewriter) {
  ProductSizes sizes = sizesOf(op);
  if (sizes.batch.empty() || !joinsRows(sizes, op.getTransposeA()))
    return rewriter.notifyMatchFailure(op, "expected batches on the left alone");
  Composer c(rewriter, op.getLoc());
  Product p = normalize(c, op.getA(), op.getB(), op.getTransposeA(), op.getTransposeB());
  Value y = createMatmul(rewriter, op.getLoc(), p.a, p.b, p.transposeA, p.transposeB);
  rewriter.replaceOp(op, c.reshape(y, shapeOf(op.getY())));
  return success();
}

void MatmulOp::getCanonicalizationPatterns(RewritePatternSet &patterns, MLIRContext *) {
  patterns.add(absorbTranspose);
  patterns.add(joinBatchWithRows);
}

//===----------------------------------------------------------------------===//
// Gemm
//===----------------------------------------------------------------------===//

LogicalResult GemmOp::inferReturnTypes(MLIRContext *, std::optional<Location> location, Adaptor adaptor,
                                       SmallVectorImpl<Type> &types) {
  FailureOr<Type> element = checkElements(location, adaptor.getA(), adaptor.getB());
  if (failed(element))
    return failure();
  ArrayRef<int64_t> a = shapeOf(adaptor.getA()), b = shapeOf(adaptor.getB());
  if (a.size() != 2 || b.size() != 2)
    return emitOptionalError(location, "expected two matrices, found ", formatShape(a), " and ", formatShape(b));
  FailureOr<ProductSizes> sizes = ProductSizes::infer(location, a, b, adaptor.getTransA(), adaptor.getTransB());
  if (failed(sizes))
    return failure();
  SmallVector<int64_t> shape = sizes->resultShape();
  types.push_back(RankedTensorType::get(shape, *element));
  if (!adaptor.getC())
    return success();
  auto c = cast<RankedTensorType>(adaptor.getC().getType());
  bool fits = c.getRank() <= 2 && c.getElementType() == *element;
  for (int64_t i = 1; fits && i <= c.getRank(); ++i)
    fits = c.getDimSize(c.getRank() - i) == 1 || c.getDimSize(c.getRank() - i) == shape[2 - i];
  if (!fits)
    return emitOptionalError(location, "expected a third operand that broadcasts to ", types[0], ", found ", c);
  return success();
}

int64_t GemmOp::getFlops() {
  auto type = cast<RankedTensorType>(getY().getType());
  int64_t k = shapeOf(getA())[getTransA() ? 0 : 1];
  return 2 * type.getNumElements() * k;
}

FailureOr<SmallVector<Value>> GemmOp::decompose(OpBuilder &builder) {
  Composer c(builder, getLoc());
  Value y = createMatmul(builder, getLoc(), getA(), getB(), getTransA(), getTransB());
  y = c.mul(y, getAlpha().convertToDouble());
  if (getC() && !getBeta().isZero())
    y = c.add(y, c.broadcast(c.mul(getC(), getBeta().convertToDouble()), shapeOf(getY())));
  return SmallVector<Value>{y};
}

SmallVector<GradientForm> GemmOp::getGradientForms() {
  constexpr GradientRead none = GradientRead::None, full = GradientRead::Full;
  if (!getC())
    return {GradientForm::fromRows("default", {{{none, full}, {none}}, {{full, none}, {none}}})};
  return {GradientForm::fromRows(
      "default", {{{none, full, none}, {none}}, {{full, none, none}, {none}}, {{none, none, none}, {none}}})};
}

/// dc = beta · dy, summed over what c broadcast.
static Value buildAddendGradient(Composer &c, GemmOp op, Value dy) {
  ArrayRef<int64_t> shape = shapeOf(op.getC()), full = shapeOf(dy);
  SmallVector<int64_t> axes;
  for (int64_t axis = 0; axis < 2; ++axis) {
    int64_t position = axis + static_cast<int64_t>(shape.size()) - 2;
    if (full[axis] != 1 && (position < 0 || shape[position] == 1))
      axes.push_back(axis);
  }
  if (!axes.empty())
    dy = c.sum(dy, axes);
  return c.mul(c.reshape(dy, shape), op.getBeta().convertToDouble());
}

LogicalResult GemmOp::buildVjp(OpBuilder &builder, unsigned, ValueRange resultGradients, ArrayRef<bool> needed,
                               SmallVectorImpl<Value> &operandGradients) {
  Composer c(builder, getLoc());
  if (needed[0] || needed[1])
    buildProductGradients(builder, getLoc(), getA(), getB(), getTransA(), getTransB(),
                          c.mul(resultGradients[0], getAlpha().convertToDouble()), needed, operandGradients);
  if (getC() && needed[2])
    operandGradients[2] = buildAddendGradient(c, *this, resultGradients[0]);
  return success();
}

void GemmOp::getCanonicalizationPatterns(RewritePatternSet &patterns, MLIRContext *) {
  patterns.add(+[](GemmOp op, PatternRewriter &rewriter) {
    rewriter.replaceOp(op, *op.decompose(rewriter));
    return success();
  });
}
