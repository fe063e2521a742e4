// RUN: neap-opt %s --neap-show-linalg | FileCheck %s

// Ten rounds of Philox 4x32-10 and no more. The known answers stand in the unit tests; here is how words are taken.

// The counter holds the id, both halves of the step and the microbatch; the seed is the key.
// CHECK-LABEL: func.func @random_key
// CHECK: ^bb0(%[[SEED:.*]]: i64, %[[STEP:.*]]: i64, %[[MICROBATCH:.*]]: i64, %{{.*}}: i64):
// CHECK-DAG: %[[LOW:.*]] = arith.trunci %[[MICROBATCH]] : i64 to i32
// CHECK-DAG: %[[APART:.*]] = arith.constant 1313161552 : i32
// CHECK-DAG: %[[DOMAIN:.*]] = arith.xori %[[LOW]], %[[APART]] : i32
// CHECK-DAG: %[[ID:.*]] = arith.constant 3 : i32
// CHECK-DAG: arith.trunci %[[STEP]] : i64 to i32
// CHECK-DAG: arith.shrui %[[STEP]],
// CHECK-DAG: arith.trunci %[[SEED]] : i64 to i32
// CHECK-DAG: arith.shrui %[[SEED]],
// CHECK-DAG: %[[M0:.*]] = arith.constant 3528531795 : i64
// CHECK-DAG: %[[M1:.*]] = arith.constant 3449720151 : i64
// CHECK-DAG: %[[W0:.*]] = arith.constant -1640531527 : i32
// CHECK-DAG: %[[W1:.*]] = arith.constant -1150833019 : i32
// CHECK-COUNT-10: arith.muli %[[M1]], %{{.*}} : i64
// CHECK-NOT: arith.muli %[[M1]]
// CHECK: %[[HIGH:.*]] = arith.shli %{{.*}}, %{{.*}} : i64
// CHECK: %[[KEY:.*]] = arith.ori %[[HIGH]], %{{.*}} : i64
// CHECK: linalg.yield %[[KEY]] : i64
func.func @random_key(%seed: tensor<i64>, %step: tensor<i64>, %microbatch: tensor<i64>) -> tensor<i64> {
  %key = neap.random_key %seed, %step, %microbatch id 3 : tensor<i64>, tensor<i64>, tensor<i64> -> tensor<i64>
  return %key : tensor<i64>
}

// Word i mod 4 of block i / 4, against the ratio of 2^32; what is kept grows by 1 / (1 - ratio).
// CHECK-LABEL: func.func @dropout
// CHECK: ^bb0(%[[X:.*]]: f32, %[[KEY:.*]]: i64, %{{.*}}: f32):
// CHECK: %[[HERE:.*]] = arith.addi %{{.*}}, %{{.*}} : i64
// CHECK: %[[SHIFT:.*]] = arith.constant 2 : i64
// CHECK: arith.shrui %[[HERE]], %[[SHIFT]] : i64
// CHECK: arith.trunci %[[KEY]] : i64 to i32
// CHECK-DAG: %[[M0:.*]] = arith.constant 3528531795 : i64
// CHECK-DAG: %[[M1:.*]] = arith.constant 3449720151 : i64
// CHECK-DAG: %[[W0:.*]] = arith.constant -1640531527 : i32
// CHECK-DAG: %[[W1:.*]] = arith.constant -1150833019 : i32
// CHECK-COUNT-10: arith.muli %[[M1]], %{{.*}} : i64
// CHECK-NOT: arith.muli %[[M1]]
// CHECK: arith.andi %[[HERE]], %{{.*}} : i64
// CHECK-COUNT-3: arith.select %{{.*}}, %{{.*}}, %{{.*}} : i32
// CHECK: %[[THRESHOLD:.*]] = arith.constant 3221225472 : i64
// CHECK: %[[WORD:.*]] = arith.extui %{{.*}} : i32 to i64
// CHECK: %[[KEPT:.*]] = arith.cmpi uge, %[[WORD]], %[[THRESHOLD]] : i64
// CHECK: %[[SCALE:.*]] = arith.constant 4.000000e+00 : f32
// CHECK: %[[SCALED:.*]] = arith.mulf %[[X]], %[[SCALE]] : f32
// CHECK: %[[ZERO:.*]] = arith.constant 0.000000e+00 : f32
// CHECK: %[[Y:.*]] = arith.select %[[KEPT]], %[[SCALED]], %[[ZERO]] : f32
// CHECK: linalg.yield %[[Y]] : f32
func.func @dropout(%x: tensor<4xf32>, %key: tensor<i64>) -> tensor<4xf32> {
  %y = neap.dropout %x, %key ratio 0.75 : tensor<4xf32>, tensor<i64>
  return %y : tensor<4xf32>
}

// The same choice as dropout's.
// CHECK-LABEL: func.func @dropout_mask
// CHECK: %[[HERE:.*]] = arith.addi %{{.*}}, %{{.*}} : i64
// CHECK: %[[SHIFT:.*]] = arith.constant 2 : i64
// CHECK: arith.shrui %[[HERE]], %[[SHIFT]] : i64
// CHECK-DAG: %[[M0:.*]] = arith.constant 3528531795 : i64
// CHECK-DAG: %[[M1:.*]] = arith.constant 3449720151 : i64
// CHECK-DAG: %[[W0:.*]] = arith.constant -1640531527 : i32
// CHECK-DAG: %[[W1:.*]] = arith.constant -1150833019 : i32
// CHECK-COUNT-10: arith.muli %[[M1]], %{{.*}} : i64
// CHECK-NOT: arith.muli %[[M1]]
// CHECK: %[[THRESHOLD:.*]] = arith.constant 3221225472 : i64
// CHECK: %[[KEPT:.*]] = arith.cmpi uge, %{{.*}}, %[[THRESHOLD]] : i64
// CHECK: linalg.yield %[[KEPT]] : i1
func.func @dropout_mask(%key: tensor<i64>) -> tensor<4xi1> {
  %y = neap.dropout_mask %key {ratio = 0.75 : f64} : tensor<i64> -> tensor<4xi1>
  return %y : tensor<4xi1>
}

// The upper 24 bits of a word, over 2^24: one less than 1 at most.
// CHECK-LABEL: func.func @random_uniform
// CHECK: %[[HERE:.*]] = arith.addi %{{.*}}, %{{.*}} : i64
// CHECK: %[[SHIFT:.*]] = arith.constant 2 : i64
// CHECK: arith.shrui %[[HERE]], %[[SHIFT]] : i64
// CHECK-DAG: %[[M0:.*]] = arith.constant 3528531795 : i64
// CHECK-DAG: %[[M1:.*]] = arith.constant 3449720151 : i64
// CHECK-DAG: %[[W0:.*]] = arith.constant -1640531527 : i32
// CHECK-DAG: %[[W1:.*]] = arith.constant -1150833019 : i32
// CHECK-COUNT-10: arith.muli %[[M1]], %{{.*}} : i64
// CHECK-NOT: arith.muli %[[M1]]
// CHECK: %[[EIGHT:.*]] = arith.constant 8 : i32
// CHECK: %[[BITS:.*]] = arith.shrui %{{.*}}, %[[EIGHT]] : i32
// CHECK: %[[NONE:.*]] = arith.constant 0 : i32
// CHECK: %[[SUM:.*]] = arith.addi %[[BITS]], %[[NONE]] : i32
// CHECK: %[[NUMBER:.*]] = arith.uitofp %[[SUM]] : i32 to f32
// CHECK: %[[UNIT:.*]] = arith.constant 5.96046448E-8 : f32
// CHECK: %[[U:.*]] = arith.mulf %[[NUMBER]], %[[UNIT]] : f32
// CHECK: %[[WIDTH:.*]] = arith.constant 3.000000e+00 : f32
// CHECK: %[[SPREAD:.*]] = arith.mulf %[[U]], %[[WIDTH]] : f32
// CHECK: %[[LOW:.*]] = arith.constant -1.000000e+00 : f32
// CHECK: %[[Y:.*]] = arith.addf %[[LOW]], %[[SPREAD]] : f32
// CHECK: linalg.yield %[[Y]] : f32
func.func @random_uniform(%key: tensor<i64>) -> tensor<5xf32> {
  %y = neap.random_uniform %key {low = -1.0 : f64, high = 2.0 : f64} : tensor<i64> -> tensor<5xf32>
  return %y : tensor<5xf32>
}

// Two numbers a block, of two words each; the number under the logarithm is never 0.
// CHECK-LABEL: func.func @random_normal
// CHECK: %[[HERE:.*]] = arith.addi %{{.*}}, %{{.*}} : i64
// CHECK: %[[SHIFT:.*]] = arith.constant 1 : i64
// CHECK: arith.shrui %[[HERE]], %[[SHIFT]] : i64
// CHECK-DAG: %[[M0:.*]] = arith.constant 3528531795 : i64
// CHECK-DAG: %[[M1:.*]] = arith.constant 3449720151 : i64
// CHECK-DAG: %[[W0:.*]] = arith.constant -1640531527 : i32
// CHECK-DAG: %[[W1:.*]] = arith.constant -1150833019 : i32
// CHECK-COUNT-10: arith.muli %[[M1]], %{{.*}} : i64
// CHECK-NOT: arith.muli %[[M1]]
// CHECK: %[[OFF:.*]] = arith.constant 1 : i32
// CHECK: arith.addi %{{.*}}, %[[OFF]] : i32
// CHECK: %[[U:.*]] = arith.mulf %{{.*}}, %{{.*}} : f64
// CHECK: arith.constant 0 : i32
// CHECK: %[[V:.*]] = arith.mulf %{{.*}}, %{{.*}} : f64
// CHECK-DAG: %[[TURN:.*]] = arith.constant 6.2831853071795862 : f64
// CHECK-DAG: math.cos
// CHECK-DAG: %[[LOG:.*]] = math.log %[[U]] : f64
// CHECK-DAG: math.sqrt
// CHECK: %[[SCALE:.*]] = arith.constant 2.000000e+00 : f64
// CHECK: %[[SPREAD:.*]] = arith.mulf %[[SCALE]], %{{.*}} : f64
// CHECK: %[[MEAN:.*]] = arith.constant 5.000000e-01 : f64
// CHECK: %[[Y:.*]] = arith.addf %[[MEAN]], %[[SPREAD]] : f64
// CHECK: linalg.yield %[[Y]] : f64
func.func @random_normal(%key: tensor<i64>) -> tensor<5xf64> {
  %y = neap.random_normal %key {mean = 0.5 : f64, scale = 2.0 : f64} : tensor<i64> -> tensor<5xf64>
  return %y : tensor<5xf64>
}

// CHECK-LABEL: func.func @bernoulli
// CHECK: ^bb0(%[[X:.*]]: bf16, %{{.*}}: i64, %{{.*}}: i1):
// CHECK-DAG: %[[M0:.*]] = arith.constant 3528531795 : i64
// CHECK-DAG: %[[M1:.*]] = arith.constant 3449720151 : i64
// CHECK-DAG: %[[W0:.*]] = arith.constant -1640531527 : i32
// CHECK-DAG: %[[W1:.*]] = arith.constant -1150833019 : i32
// CHECK-COUNT-10: arith.muli %[[M1]], %{{.*}} : i64
// CHECK-NOT: arith.muli %[[M1]]
// CHECK: %[[U:.*]] = arith.mulf %{{.*}}, %{{.*}} : f32
// CHECK: %[[P:.*]] = arith.extf %[[X]] : bf16 to f32
// CHECK: %[[Y:.*]] = arith.cmpf olt, %[[U]], %[[P]] : f32
// CHECK: linalg.yield %[[Y]] : i1
func.func @bernoulli(%x: tensor<4xbf16>, %key: tensor<i64>) -> tensor<4xi1> {
  %y = neap.bernoulli %x, %key : tensor<4xbf16>, tensor<i64> -> tensor<4xi1>
  return %y : tensor<4xi1>
}
