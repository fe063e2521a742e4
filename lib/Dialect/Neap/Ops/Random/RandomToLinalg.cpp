//===- RandomToLinalg.cpp - Philox as scalar arithmetic ===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The rounds of Philox 4x32-10 on 32-bit words, unrolled in the body of one nest.
//
//===----------------------------------------------------------------------===//

#include "Random/Random.h"
#include "neap/Dialect/Neap/IR/ScalarMath.h"
#include "neap/Dialect/Neap/Ops/Random.h"

#include <array>

using namespace mlir;
using namespace neap;

namespace {

/// 32-bit arithmetic at one place.
class Words {
public:
  Words(OpBuilder &builder, Location loc) : builder(builder), loc(loc) {}

  Value word(uint32_t value) { return arith::ConstantOp::create(builder, loc, builder.getI32IntegerAttr(value)); }
  Value wide(int64_t value) { return arith::ConstantOp::create(builder, loc, builder.getI64IntegerAttr(value)); }
  Value low(Value wideValue) { return arith::TruncIOp::create(builder, loc, builder.getI32Type(), wideValue); }
  Value high(Value wideValue) { return low(arith::ShRUIOp::create(builder, loc, wideValue, wide(32))); }
  Value widen(Value word) { return arith::ExtUIOp::create(builder, loc, builder.getI64Type(), word); }
  Value exclusiveOr(Value a, Value b) { return arith::XOrIOp::create(builder, loc, a, b); }

  /// The four words of a counter under a key.
  std::array<Value, 4> philox(std::array<Value, 4> c, Value key) {
    Value k0 = low(key), k1 = high(key);
    Value m0 = wide(0xD2511F53), m1 = wide(0xCD9E8D57), w0 = word(0x9E3779B9), w1 = word(0xBB67AE85);
    for (int round = 0; round < 10; ++round) {
      Value p0 = arith::MulIOp::create(builder, loc, m0, widen(c[0]));
      Value p1 = arith::MulIOp::create(builder, loc, m1, widen(c[2]));
      c = {exclusiveOr(exclusiveOr(high(p1), c[1]), k0), low(p1), exclusiveOr(exclusiveOr(high(p0), c[3]), k1),
           low(p0)};
      k0 = arith::AddIOp::create(builder, loc, k0, w0);
      k1 = arith::AddIOp::create(builder, loc, k1, w1);
    }
    return c;
  }

  /// Number of the element that the loops of `type` stand at, row-major, as i64.
  Value position(RankedTensorType type) {
    Value position = wide(0);
    for (int64_t dim = 0; dim < type.getRank(); ++dim) {
      Value index = linalg::IndexOp::create(builder, loc, dim);
      Value step = arith::IndexCastOp::create(builder, loc, builder.getI64Type(), index);
      position = arith::MulIOp::create(builder, loc, position, wide(type.getDimSize(dim)));
      position = arith::AddIOp::create(builder, loc, position, step);
    }
    return position;
  }

  /// Words of block `position >> shift`.
  std::array<Value, 4> block(Value position, int64_t shift, Value key) {
    Value number = arith::ShRUIOp::create(builder, loc, position, wide(shift));
    return philox({low(number), high(number), word(0), word(0)}, key);
  }

  /// One of `words` by the lowest bits of the position.
  Value select(ArrayRef<Value> words, Value position) {
    Value lane = arith::AndIOp::create(builder, loc, position, wide(words.size() - 1));
    Value chosen = words[0];
    for (size_t i = 1; i < words.size(); ++i) {
      Value here = arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::eq, lane, wide(i));
      chosen = arith::SelectOp::create(builder, loc, here, words[i], chosen);
    }
    return chosen;
  }

  /// The word of the element that the loops stand at: one of the four of its block.
  Value elementWord(RankedTensorType type, Value key) {
    Value here = position(type);
    return select(block(here, 2, key), here);
  }

  /// The upper 24 bits as a number in [0, 1), plus `offset` units of 2^-24.
  Scalar uniform(Value word, Type type, int64_t offset) {
    Value bits = arith::ShRUIOp::create(builder, loc, word, this->word(8));
    Value sum = arith::AddIOp::create(builder, loc, bits, this->word(offset));
    Type computed = type.isF64() ? type : Type(builder.getF32Type());
    Scalar number(builder, loc, arith::UIToFPOp::create(builder, loc, computed, sum));
    return number * 0x1p-24;
  }

  /// i1: whether dropout keeps the element of this word.
  Value isKept(Value word, double ratio) {
    Value threshold = wide(static_cast<int64_t>(ratio * 0x1p32 + 0.5));
    return arith::CmpIOp::create(builder, loc, arith::CmpIPredicate::uge, widen(word), threshold);
  }

private:
  OpBuilder &builder;
  Location loc;
};

/// Attaches `Body` to `OpTy`.
template <typename OpTy, Value (*Body)(OpTy, OpBuilder &, Location, ValueRange)>
struct RandomLowering : LowerableOpInterface::ExternalModel<RandomLowering<OpTy, Body>, OpTy> {
  SmallVector<Value> buildScalarBody(Operation *op, OpBuilder &builder, Location loc, ValueRange arguments) const {
    return {Body(cast<OpTy>(op), builder, loc, arguments)};
  }
};

} // namespace

static Value randomKey(RandomKeyOp op, OpBuilder &b, Location loc, ValueRange arguments) {
  Words words(b, loc);
  Value seed = arguments[0], step = arguments[1];
  Value domain = words.exclusiveOr(words.low(arguments[2]), words.word(randomKeyDomain));
  Value id = words.word(static_cast<uint32_t>(op.getId()));
  std::array<Value, 4> mixed = words.philox({id, words.low(step), words.high(step), domain}, seed);
  Value high = arith::ShLIOp::create(b, loc, words.widen(mixed[1]), words.wide(32));
  return arith::OrIOp::create(b, loc, high, words.widen(mixed[0]));
}

static Value dropout(DropoutOp op, OpBuilder &b, Location loc, ValueRange arguments) {
  Words words(b, loc);
  double ratio = op.getRatio().convertToDouble();
  Value kept = words.isKept(words.elementWord(op.getY().getType(), arguments[1]), ratio);
  Scalar x(b, loc, arguments[0]);
  double scale = ratio < 1 ? 1 / (1 - ratio) : 0; // With ratio 1 nothing is kept.
  return (x * scale).where(kept, x.number(0)).get();
}

static Value dropoutMask(DropoutMaskOp op, OpBuilder &b, Location loc, ValueRange arguments) {
  Words words(b, loc);
  return words.isKept(words.elementWord(op.getY().getType(), arguments[0]), op.getRatio().convertToDouble());
}

static Value randomUniform(RandomUniformOp op, OpBuilder &b, Location loc, ValueRange arguments) {
  Words words(b, loc);
  RankedTensorType type = op.getY().getType();
  double low = op.getLow().convertToDouble(), high = op.getHigh().convertToDouble();
  Scalar u = words.uniform(words.elementWord(type, arguments[0]), type.getElementType(), 0);
  return (low + u * (high - low)).to(type.getElementType()).get();
}

static Value randomNormal(RandomNormalOp op, OpBuilder &b, Location loc, ValueRange arguments) {
  Words words(b, loc);
  RankedTensorType type = op.getY().getType();
  Value here = words.position(type);
  std::array<Value, 4> block = words.block(here, 1, arguments[0]);
  Scalar u = words.uniform(words.select({block[0], block[2]}, here), type.getElementType(), 1);
  Scalar v = words.uniform(words.select({block[1], block[3]}, here), type.getElementType(), 0);
  Scalar z = (-2.0 * u.log()).sqrt() * (6.283185307179586 * v).cos();
  return (op.getMean().convertToDouble() + op.getScale().convertToDouble() * z).to(type.getElementType()).get();
}

static Value bernoulli(BernoulliOp op, OpBuilder &b, Location loc, ValueRange arguments) {
  Words words(b, loc);
  Scalar x(b, loc, arguments[0]);
  Scalar u = words.uniform(words.elementWord(op.getY().getType(), arguments[1]), x.getType(), 0);
  return u.less(x.to(u.getType()));
}

namespace neap {
void registerRandomLowerings(DialectRegistry &registry) {
  registry.addExtension(+[](MLIRContext *context, NeapDialect *) {
    RandomKeyOp::attachInterface<RandomLowering<RandomKeyOp, randomKey>>(*context);
    DropoutOp::attachInterface<RandomLowering<DropoutOp, dropout>>(*context);
    DropoutMaskOp::attachInterface<RandomLowering<DropoutMaskOp, dropoutMask>>(*context);
    RandomUniformOp::attachInterface<RandomLowering<RandomUniformOp, randomUniform>>(*context);
    RandomNormalOp::attachInterface<RandomLowering<RandomNormalOp, randomNormal>>(*context);
    BernoulliOp::attachInterface<RandomLowering<BernoulliOp, bernoulli>>(*context);
  });
}
} // namespace neap
