//===- TimeBound.cpp - Lower bounds on the time within a budget -----------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Lagrangian duals whose inner problems are the minimum cuts of MomentCut. By weak
// duality every price gives a bound, so the search for good prices needs no care
// for correctness.
//
//===----------------------------------------------------------------------===//

#include "Bounds/TimeBound.h"

#include <algorithm>
#include <cmath>

namespace neap::planner {
namespace {

/// A bound that is not a whole number of ns is rounded up, as every plan's time is
/// one; the margin is for the rounding of the sums.
int64_t wholeTime(double bound) { return int64_t(std::ceil(bound - 1e-3 - std::abs(bound) * 1e-12)); }

/// One moment, one share of the link.
///
/// Let X be what is there at the moment. Whatever the stretch needs of the past and
/// is not in X must come back after it: by a repeated run, a rebuild inside a
/// reader, or over the link, recursively for what that needs. All of it is extra,
/// as what is past has run already; so are encodings, which came before. Besides,
/// what comes over the link after the moment was sent before it, and each way of
/// the link carries one transfer at a time. So with the compute c1 before and c2
/// after the moment, and S the transfer time of what is sent away over it,
///   time >= max(c1, S) + max(c2, S) >= (1 - t) (c1 + c2) + 2 t S, 0 <= t <= 1,
/// where c1 + c2 >= base + extra. Pricing the bytes of X with p >= 0 leaves a
/// minimum cut, and cut(p, t) + (1 - t) base - p (budget - fixed) bounds the time.
class OneMoment {
public:
  OneMoment(const BoundModel &model, MomentCut &cut, double available, double share)
      : model(model), cut(cut), available(available), share(share) {}

  /// Maximises over p, on which the bound is concave: between two prices the
  /// tangents meet at the next one.
  MomentBound solve() {
    double base = (1 - share) * double(model.baseTime);
    Point low = at(0), high = at(firstPrice());
    for (unsigned round = 0; round < 6 && high.slope > 0; ++round)
      high = at(high.price * 16);
    for (unsigned round = 0; round < 40 && low.slope > 0 && high.slope < 0; ++round) {
      double price =
          (low.value - high.value + high.slope * high.price - low.slope * low.price) / (high.slope - low.slope);
      if (!(price > low.price && price < high.price))
        break;
      double tangent = low.value + low.slope * (price - low.price);
      Point middle = at(price);
      if (middle.value >= tangent - 1)
        break;
      (middle.slope > 0 ? low : high) = middle;
    }
    return {wholeTime(base + best.value), best.price};
  }

private:
  struct Point {
    double price = 0, value = 0, slope = 0;
  };

  double firstPrice() const { return double(model.baseTime + 1) / double(std::max<uint64_t>(1, cut.demandBytes)); }
  Point at(double price) {
    MomentCut::Prices prices;
    prices.byte = price;
    prices.compute = 1 - share;
    prices.link = 2 * share;
    Point point;
    point.price = price;
    point.value = double(cut.solve(prices)) - price * available;
    point.slope = cut.keptBytes - available;
    if (point.value > best.value)
      best = point;
    return point;
  }

  const BoundModel &model;
  MomentCut &cut;
  double available, share;
  Point best;
};

} // namespace

MomentBound boundAt(const BoundModel &model, const Moment &moment, uint64_t budget) {
  MomentCut cut(model, moment);
  MomentBound none{model.baseTime, 0};
  double available = double(budget) - double(cut.fixedBytes);
  if (available < 0 || double(cut.demandBytes) <= available)
    return none;
  auto at = [&](double share) {
    MomentBound bound = OneMoment(model, cut, available, share).solve();
    return bound.time > none.time ? bound : none;
  };
  if (!model.levers.offload)
    return at(0);
  // The bound is concave in the share of the link: golden sections.
  MomentBound best = none;
  double low = 0, high = 1;
  for (unsigned round = 0; round < 10; ++round) {
    double a = high - (high - low) * 0.618, b = low + (high - low) * 0.618;
    MomentBound left = at(a), right = at(b);
    best = left.time > best.time ? left : best;
    best = right.time > best.time ? right : best;
    (left.time >= right.time ? high : low) = left.time >= right.time ? b : a;
  }
  return best;
}

/// The moment with everything after it for its stretch.
static Moment allThatFollows(Moment moment) {
  moment.last = true;
  moment.near = moment.future;
  return moment;
}

Chain::Chain(const BoundModel &model, const std::vector<Moment> &moments, uint64_t budget, size_t start)
    : start(start), alone(model, allThatFollows(moments[start])) {
  std::vector<uint8_t> before(model.core.valueCount, 0);
  for (const Moment &moment : moments) {
    const MomentCut &cut = cuts.emplace_back(model, moment);
    available.push_back(double(budget) - double(cut.fixedBytes));
    // What both this moment and the one before may make again.
    std::vector<uint8_t> now(model.core.valueCount, 0);
    carried.emplace_back();
    for (const MomentCut::Keep &keep : cut.all()) {
      now[keep.storage] = 1;
      if (before[keep.storage])
        carried.back().push_back(keep.storage);
    }
    before.swap(now);
  }
}

ChainPrices::ChainPrices(const BoundModel &model, const Chain &chain)
    : bytes(chain.cuts.size(), 0), carries(chain.cuts.size() + 1, std::vector<int64_t>(model.core.valueCount, 0)),
      shares(model.core.opCount, 0) {}

/// Several moments m1, m2, ... in a row, and the stretches between them.
///
/// Let x_j(s) say that storage s is there at moment j, and y_j(o) that a past
/// operation o of moment j runs again (or inside a reader) in stretch j. Runs in
/// different stretches are different runs, and all are extra, so
///   extra >= sum over j, o of time(o) y_j(o).
/// Let e_j(s) say that s is needed in stretch j or there at moment j + 1, where
/// what made it is past at moment j. It was there at moment j or is made again:
///   x_j(s) + y_j(producer(s)) >= e_j(s),  e_j(s) >= y_j(o) for what o uses,
///   e_j(s) >= 1 for what the first runs of the stretch use,
///   x_{j+1}(s) <= e_j(s),  sum of bytes(s) x_j(s) <= budget - fixed_j.
/// Besides, the program of one moment k alone holds for all that follows it, with
/// z(o) for "runs again at all", z(o) <= sum of y_j(o) over j >= k.
///
/// Prices: p_j for the budgets, m_j(s) for x_{j+1} <= e_j, and for z <= sum of y a
/// share q(o) of the time of o, 0 <= q(o) <= time(o). They leave one minimum cut per
/// stretch, where keeping s costs p_j bytes(s) + m_j(s), having it earns m_{j+1}(s)
/// and running o again costs time(o) - q(o) from stretch k on; and the cut of moment k
/// alone with the times q(o). With q = time and no other prices that is the bound of
/// moment k alone. Any prices give a bound; good ones come from ChainLp.cpp.
///
/// Codes count as forms of s, their encoding (but for moment k alone) and decoding
/// as free here, and the link is left out: where a plan may use it, one moment is
/// all there is.
int64_t boundOver(const BoundModel &model, Chain &chain, const ChainPrices &prices) {
  MomentCut::Prices alone;
  alone.byte = prices.alone;
  alone.again = &prices.shares;
  double total = double(chain.alone.solve(alone)) - prices.alone * chain.available[chain.start];
  std::vector<int64_t> rest = model.again;
  for (size_t j = 0; j < chain.cuts.size(); ++j) {
    if (j == chain.start)
      for (size_t o = 0; o < rest.size(); ++o)
        rest[o] -= prices.shares[o];
    MomentCut::Prices now;
    now.byte = prices.bytes[j];
    now.chargeEncoding = false;
    now.carryIn = &prices.carries[j];
    now.carryOut = &prices.carries[j + 1];
    now.again = &rest;
    total += double(chain.cuts[j].solve(now)) - prices.bytes[j] * chain.available[j];
    // The operation itself holds these: they were carried or made again before.
    for (uint32_t s : chain.cuts[j].heldForms())
      total += double(prices.carries[j][s]);
  }
  return wholeTime(double(model.baseTime) + std::max(0.0, total));
}

/// Each demanded storage not kept costs its producer once, fractions allowed.
int64_t knapsackAt(const BoundModel &model, const Moment &moment, uint64_t budget) {
  const Core &core = model.core;
  MomentCut cut(model, moment);
  double missing = double(cut.demandBytes) - (double(budget) - double(cut.fixedBytes));
  std::vector<std::pair<double, uint64_t>> byRatio;
  for (auto [storage, bytes] : cut.demanded())
    if (bytes != 0)
      byRatio.push_back({double(core.time[core.producer[storage]]) / double(bytes), bytes});
  std::sort(byRatio.begin(), byRatio.end());
  double time = 0;
  for (auto [ratio, bytes] : byRatio) {
    double take = std::min(std::max(0.0, missing), double(bytes));
    time += ratio * take;
    missing -= take;
  }
  return model.baseTime + int64_t(time);
}

} // namespace neap::planner
