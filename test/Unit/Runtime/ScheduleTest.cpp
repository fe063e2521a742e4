//===- ScheduleTest.cpp - The learning rate of each update ----------------===//
//
// Part of Neap, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Values written out by hand from the formulas of docs/ProgramFormat.md.
//
//===----------------------------------------------------------------------===//

#include "neap/Runtime/Schedule.h"

#include <gtest/gtest.h>

using namespace neap::runtime;

static Schedule make(Schedule::Kind kind) {
  Schedule schedule;
  schedule.kind = kind;
  schedule.learningRate = 0.8;
  return schedule;
}

TEST(Schedule, constantAfterWarmup) {
  Schedule s = make(Schedule::Kind::Constant);
  EXPECT_DOUBLE_EQ(s.at(0), 0.8);
  s.warmup = 4;
  EXPECT_DOUBLE_EQ(s.at(0), 0.2);
  EXPECT_DOUBLE_EQ(s.at(2), 0.6);
  EXPECT_DOUBLE_EQ(s.at(3), 0.8);
  EXPECT_DOUBLE_EQ(s.at(1000), 0.8);
}

TEST(Schedule, linearEndsAtFinalAndStaysThere) {
  Schedule s = make(Schedule::Kind::Linear);
  s.warmup = 2;
  s.total = 12;
  s.final = 0.1;
  EXPECT_DOUBLE_EQ(s.at(2), 0.8);
  EXPECT_DOUBLE_EQ(s.at(7), 0.45);
  EXPECT_DOUBLE_EQ(s.at(12), 0.1);
  EXPECT_DOUBLE_EQ(s.at(99), 0.1);
}

TEST(Schedule, cosine) {
  Schedule s = make(Schedule::Kind::Cosine);
  s.total = 10;
  EXPECT_DOUBLE_EQ(s.at(0), 0.8);
  EXPECT_NEAR(s.at(5), 0.4, 1e-15);
  EXPECT_NEAR(s.at(10), 0.0, 1e-15);
  EXPECT_NEAR(s.at(11), 0.0, 1e-15);
}

TEST(Schedule, step) {
  Schedule s = make(Schedule::Kind::Step);
  s.every = 3;
  s.gamma = 0.5;
  EXPECT_DOUBLE_EQ(s.at(2), 0.8);
  EXPECT_DOUBLE_EQ(s.at(3), 0.4);
  EXPECT_DOUBLE_EQ(s.at(6), 0.2);
  s.every = 0;
  EXPECT_DOUBLE_EQ(s.at(100), 0.8);
}

TEST(Schedule, unknownNameIsRefused) {
  Schedule::Kind kind;
  EXPECT_TRUE(Schedule::parseKind("cosine", kind));
  EXPECT_FALSE(Schedule::parseKind("polynomial", kind));
}
