// RUN: neap-opt %s --neap-show-gradient --canonicalize | FileCheck %s

// Nothing is read.
// CHECK-LABEL: func.func @mean
// CHECK-SAME: %{{.*}}: tensor<4x8xf32>, %[[DY:.*]]: tensor<4xf32>
// CHECK-NEXT: %[[C:.*]] = neap.constant dense<1.250000e-01> : tensor<4xf32>
// CHECK-NEXT: %[[V:.*]] = neap.mul %[[DY]], %[[C]] : tensor<4xf32>
// CHECK-NEXT: %[[V1:.*]] = neap.reshape %[[V]] {shape = array<i64: 4, 1>} : tensor<4xf32> -> tensor<4x1xf32>
// CHECK-NEXT: %[[V2:.*]] = neap.broadcast %[[V1]] {shape = array<i64: 4, 8>} : tensor<4x1xf32> -> tensor<4x8xf32>
// CHECK-NEXT: return %[[V2]]
func.func @mean(%x: tensor<4x8xf32>) -> tensor<4xf32> {
  %y = neap.reduce_mean %x [1] {keepdims = false} : tensor<4x8xf32> -> tensor<4xf32>
  return %y : tensor<4xf32>
}

// Equals share.
// CHECK-LABEL: func.func @largest
// CHECK-SAME: %[[X:.*]]: tensor<4x8xf32>, %[[DY:.*]]: tensor<4x1xf32>
// CHECK-NEXT: %[[C:.*]] = neap.constant dense<0.000000e+00> : tensor<4x8xf32>
// CHECK-NEXT: %[[V:.*]] = neap.reduce_max %[[X]] [1] : tensor<4x8xf32> -> tensor<4x1xf32>
// CHECK-NEXT: %[[V1:.*]] = neap.broadcast %[[V]] {shape = array<i64: 4, 8>} : tensor<4x1xf32> -> tensor<4x8xf32>
// CHECK-NEXT: %[[V2:.*]] = neap.equal %[[X]], %[[V1]] : tensor<4x8xf32> -> tensor<4x8xi1>
// CHECK-NEXT: %[[V3:.*]] = neap.cast %[[V2]] {to = f32} : tensor<4x8xi1> -> tensor<4x8xf32>
// CHECK-NEXT: %[[V4:.*]] = neap.reduce_sum %[[V3]] [1] {keepdims = false} : tensor<4x8xf32> -> tensor<4xf32>
// CHECK-NEXT: %[[V5:.*]] = neap.reshape %[[V4]] {shape = array<i64: 4, 1>} : tensor<4xf32> -> tensor<4x1xf32>
// CHECK-NEXT: %[[V6:.*]] = neap.div %[[DY]], %[[V5]] : tensor<4x1xf32>
// CHECK-NEXT: %[[V7:.*]] = neap.broadcast %[[V6]] {shape = array<i64: 4, 8>} : tensor<4x1xf32> -> tensor<4x8xf32>
// CHECK-NEXT: %[[V8:.*]] = neap.where %[[V2]], %[[V7]], %[[C]] : tensor<4x8xi1>, tensor<4x8xf32>
// CHECK-NEXT: return %[[V8]]
func.func @largest(%x: tensor<4x8xf32>) -> tensor<4x1xf32> {
  %y = neap.reduce_max %x [1] : tensor<4x8xf32> -> tensor<4x1xf32>
  return %y : tensor<4x1xf32>
}

// CHECK-LABEL: func.func @log_sum_exp
// CHECK-SAME: %[[X:.*]]: tensor<4x8xf32>, %[[DY:.*]]: tensor<4x1xf32>
// CHECK-NEXT: %[[V:.*]] = neap.reduce_log_sum_exp %[[X]] [1] : tensor<4x8xf32> -> tensor<4x1xf32>
// CHECK-NEXT: %[[V1:.*]] = neap.broadcast %[[V]] {shape = array<i64: 4, 8>} : tensor<4x1xf32> -> tensor<4x8xf32>
// CHECK-NEXT: %[[V2:.*]] = neap.sub %[[X]], %[[V1]] : tensor<4x8xf32>
// CHECK-NEXT: %[[V3:.*]] = neap.exp %[[V2]] : tensor<4x8xf32>
// CHECK-NEXT: %[[V4:.*]] = neap.broadcast %[[DY]] {shape = array<i64: 4, 8>} : tensor<4x1xf32> -> tensor<4x8xf32>
// CHECK-NEXT: %[[V5:.*]] = neap.mul %[[V4]], %[[V3]] : tensor<4x8xf32>
// CHECK-NEXT: return %[[V5]]
func.func @log_sum_exp(%x: tensor<4x8xf32>) -> tensor<4x1xf32> {
  %y = neap.reduce_log_sum_exp %x [1] : tensor<4x8xf32> -> tensor<4x1xf32>
  return %y : tensor<4x1xf32>
}

// CHECK-LABEL: func.func @running_sum
// CHECK-SAME: %{{.*}}: tensor<8xf32>, %[[DY:.*]]: tensor<8xf32>
// CHECK-NEXT: %[[V:.*]] = neap.cumsum %[[DY]] axis 0 {exclusive, reverse} : tensor<8xf32>
// CHECK-NEXT: return %[[V]]
func.func @running_sum(%x: tensor<8xf32>) -> tensor<8xf32> {
  %y = neap.cumsum %x axis 0 {exclusive} : tensor<8xf32>
  return %y : tensor<8xf32>
}

// CHECK-LABEL: func.func @sum
// CHECK-SAME: %{{.*}}: tensor<4x8xf32>, %[[DY:.*]]: tensor<4xf32>
// CHECK-NEXT: %[[V:.*]] = neap.reshape %[[DY]] {shape = array<i64: 4, 1>} : tensor<4xf32> -> tensor<4x1xf32>
// CHECK-NEXT: %[[V1:.*]] = neap.broadcast %[[V]] {shape = array<i64: 4, 8>} : tensor<4x1xf32> -> tensor<4x8xf32>
// CHECK-NEXT: return %[[V1]]
func.func @sum(%x: tensor<4x8xf32>) -> tensor<4xf32> {
  %y = neap.reduce_sum %x [1] {keepdims = false} : tensor<4x8xf32> -> tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @min
// CHECK-SAME: %[[X:.*]]: tensor<4x8xf32>, %[[DY:.*]]: tensor<4xf32>
// CHECK-NEXT: %[[C:.*]] = neap.constant dense<0.000000e+00> : tensor<4x8xf32>
// CHECK-NEXT: %[[V:.*]] = neap.reduce_min %[[X]] [1] {keepdims = false} : tensor<4x8xf32> -> tensor<4xf32>
// CHECK-NEXT: %[[V1:.*]] = neap.reshape %[[V]] {shape = array<i64: 4, 1>} : tensor<4xf32> -> tensor<4x1xf32>
// CHECK-NEXT: %[[V2:.*]] = neap.broadcast %[[V1]] {shape = array<i64: 4, 8>} : tensor<4x1xf32> -> tensor<4x8xf32>
// CHECK-NEXT: %[[V3:.*]] = neap.equal %[[X]], %[[V2]] : tensor<4x8xf32> -> tensor<4x8xi1>
// CHECK-NEXT: %[[V4:.*]] = neap.cast %[[V3]] {to = f32} : tensor<4x8xi1> -> tensor<4x8xf32>
// CHECK-NEXT: %[[V5:.*]] = neap.reduce_sum %[[V4]] [1] {keepdims = false} : tensor<4x8xf32> -> tensor<4xf32>
// CHECK-NEXT: %[[V6:.*]] = neap.div %[[DY]], %[[V5]] : tensor<4xf32>
// CHECK-NEXT: %[[V7:.*]] = neap.reshape %[[V6]] {shape = array<i64: 4, 1>} : tensor<4xf32> -> tensor<4x1xf32>
// CHECK-NEXT: %[[V8:.*]] = neap.broadcast %[[V7]] {shape = array<i64: 4, 8>} : tensor<4x1xf32> -> tensor<4x8xf32>
// CHECK-NEXT: %[[V9:.*]] = neap.where %[[V3]], %[[V8]], %[[C]] : tensor<4x8xi1>, tensor<4x8xf32>
// CHECK-NEXT: return %[[V9]]
func.func @min(%x: tensor<4x8xf32>) -> tensor<4xf32> {
  %y = neap.reduce_min %x [1] {keepdims = false} : tensor<4x8xf32> -> tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @prod
// CHECK-SAME: %[[X:.*]]: tensor<4x8xf32>, %[[DY:.*]]: tensor<4xf32>
// CHECK-NEXT: %[[C:.*]] = neap.constant dense<1.000000e+00> : tensor<4x8xf32>
// CHECK-NEXT: %[[C1:.*]] = neap.constant dense<0.000000e+00> : tensor<4x8xf32>
// CHECK-NEXT: %[[V:.*]] = neap.equal %[[X]], %[[C1]] : tensor<4x8xf32> -> tensor<4x8xi1>
// CHECK-NEXT: %[[V1:.*]] = neap.where %[[V]], %[[C]], %[[X]] : tensor<4x8xi1>, tensor<4x8xf32>
// CHECK-NEXT: %[[V2:.*]] = neap.cast %[[V]] {to = f32} : tensor<4x8xi1> -> tensor<4x8xf32>
// CHECK-NEXT: %[[V3:.*]] = neap.reduce_sum %[[V2]] [1] {keepdims = false} : tensor<4x8xf32> -> tensor<4xf32>
// CHECK-NEXT: %[[V4:.*]] = neap.reshape %[[V3]] {shape = array<i64: 4, 1>} : tensor<4xf32> -> tensor<4x1xf32>
// CHECK-NEXT: %[[V5:.*]] = neap.broadcast %[[V4]] {shape = array<i64: 4, 8>} : tensor<4x1xf32> -> tensor<4x8xf32>
// CHECK-NEXT: %[[V6:.*]] = neap.reduce_prod %[[V1]] [1] {keepdims = false} : tensor<4x8xf32> -> tensor<4xf32>
// CHECK-NEXT: %[[V7:.*]] = neap.reshape %[[V6]] {shape = array<i64: 4, 1>} : tensor<4xf32> -> tensor<4x1xf32>
// CHECK-NEXT: %[[V8:.*]] = neap.broadcast %[[V7]] {shape = array<i64: 4, 8>} : tensor<4x1xf32> -> tensor<4x8xf32>
// CHECK-NEXT: %[[V9:.*]] = neap.reshape %[[DY]] {shape = array<i64: 4, 1>} : tensor<4xf32> -> tensor<4x1xf32>
// CHECK-NEXT: %[[V10:.*]] = neap.broadcast %[[V9]] {shape = array<i64: 4, 8>} : tensor<4x1xf32> -> tensor<4x8xf32>
// CHECK-NEXT: %[[V11:.*]] = neap.mul %[[V10]], %[[V8]] : tensor<4x8xf32>
// CHECK-NEXT: %[[V12:.*]] = neap.equal %[[V5]], %[[C]] : tensor<4x8xf32> -> tensor<4x8xi1>
// CHECK-NEXT: %[[V13:.*]] = neap.and %[[V]], %[[V12]] : tensor<4x8xi1>
// CHECK-NEXT: %[[V14:.*]] = neap.where %[[V13]], %[[V11]], %[[C1]] : tensor<4x8xi1>, tensor<4x8xf32>
// CHECK-NEXT: %[[V15:.*]] = neap.div %[[V11]], %[[V1]] : tensor<4x8xf32>
// CHECK-NEXT: %[[V16:.*]] = neap.equal %[[V5]], %[[C1]] : tensor<4x8xf32> -> tensor<4x8xi1>
// CHECK-NEXT: %[[V17:.*]] = neap.where %[[V16]], %[[V15]], %[[V14]] : tensor<4x8xi1>, tensor<4x8xf32>
// CHECK-NEXT: return %[[V17]]
func.func @prod(%x: tensor<4x8xf32>) -> tensor<4xf32> {
  %y = neap.reduce_prod %x [1] {keepdims = false} : tensor<4x8xf32> -> tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @l1
// CHECK-SAME: %[[X:.*]]: tensor<4x8xf32>, %[[DY:.*]]: tensor<4xf32>
// CHECK-NEXT: %[[C:.*]] = neap.constant dense<0.000000e+00> : tensor<4x8xf32>
// CHECK-NEXT: %[[V:.*]] = neap.reshape %[[DY]] {shape = array<i64: 4, 1>} : tensor<4xf32> -> tensor<4x1xf32>
// CHECK-NEXT: %[[V1:.*]] = neap.broadcast %[[V]] {shape = array<i64: 4, 8>} : tensor<4x1xf32> -> tensor<4x8xf32>
// CHECK-NEXT: %[[V2:.*]] = neap.neg %[[V1]] : tensor<4x8xf32>
// CHECK-NEXT: %[[V3:.*]] = neap.less %[[X]], %[[C]] : tensor<4x8xf32> -> tensor<4x8xi1>
// CHECK-NEXT: %[[V4:.*]] = neap.where %[[V3]], %[[V2]], %[[C]] : tensor<4x8xi1>, tensor<4x8xf32>
// CHECK-NEXT: %[[V5:.*]] = neap.greater %[[X]], %[[C]] : tensor<4x8xf32> -> tensor<4x8xi1>
// CHECK-NEXT: %[[V6:.*]] = neap.where %[[V5]], %[[V1]], %[[V4]] : tensor<4x8xi1>, tensor<4x8xf32>
// CHECK-NEXT: return %[[V6]]
func.func @l1(%x: tensor<4x8xf32>) -> tensor<4xf32> {
  %y = neap.reduce_l1 %x [1] {keepdims = false} : tensor<4x8xf32> -> tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @l2
// CHECK-SAME: %[[X:.*]]: tensor<4x8xf32>, %[[DY:.*]]: tensor<4xf32>
// CHECK-NEXT: %[[C:.*]] = neap.constant dense<0.000000e+00> : tensor<4xf32>
// CHECK-NEXT: %[[V:.*]] = neap.reduce_l2 %[[X]] [1] {keepdims = false} : tensor<4x8xf32> -> tensor<4xf32>
// CHECK-NEXT: %[[V1:.*]] = neap.div %[[DY]], %[[V]] : tensor<4xf32>
// CHECK-NEXT: %[[V2:.*]] = neap.equal %[[V]], %[[C]] : tensor<4xf32> -> tensor<4xi1>
// CHECK-NEXT: %[[V3:.*]] = neap.where %[[V2]], %[[C]], %[[V1]] : tensor<4xi1>, tensor<4xf32>
// CHECK-NEXT: %[[V4:.*]] = neap.reshape %[[V3]] {shape = array<i64: 4, 1>} : tensor<4xf32> -> tensor<4x1xf32>
// CHECK-NEXT: %[[V5:.*]] = neap.broadcast %[[V4]] {shape = array<i64: 4, 8>} : tensor<4x1xf32> -> tensor<4x8xf32>
// CHECK-NEXT: %[[V6:.*]] = neap.mul %[[X]], %[[V5]] : tensor<4x8xf32>
// CHECK-NEXT: return %[[V6]]
func.func @l2(%x: tensor<4x8xf32>) -> tensor<4xf32> {
  %y = neap.reduce_l2 %x [1] {keepdims = false} : tensor<4x8xf32> -> tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @log_sum
// CHECK-SAME: %[[X:.*]]: tensor<4x8xf32>, %[[DY:.*]]: tensor<4xf32>
// CHECK-NEXT: %[[V:.*]] = neap.reduce_log_sum %[[X]] [1] {keepdims = false} : tensor<4x8xf32> -> tensor<4xf32>
// CHECK-NEXT: %[[V1:.*]] = neap.neg %[[V]] : tensor<4xf32>
// CHECK-NEXT: %[[V2:.*]] = neap.exp %[[V1]] : tensor<4xf32>
// CHECK-NEXT: %[[V3:.*]] = neap.mul %[[DY]], %[[V2]] : tensor<4xf32>
// CHECK-NEXT: %[[V4:.*]] = neap.reshape %[[V3]] {shape = array<i64: 4, 1>} : tensor<4xf32> -> tensor<4x1xf32>
// CHECK-NEXT: %[[V5:.*]] = neap.broadcast %[[V4]] {shape = array<i64: 4, 8>} : tensor<4x1xf32> -> tensor<4x8xf32>
// CHECK-NEXT: return %[[V5]]
func.func @log_sum(%x: tensor<4x8xf32>) -> tensor<4xf32> {
  %y = neap.reduce_log_sum %x [1] {keepdims = false} : tensor<4x8xf32> -> tensor<4xf32>
  return %y : tensor<4xf32>
}

// CHECK-LABEL: func.func @sum_square
// CHECK-SAME: %[[X:.*]]: tensor<4x8xf32>, %[[DY:.*]]: tensor<4xf32>
// CHECK-NEXT: %[[C:.*]] = neap.constant dense<2.000000e+00> : tensor<4xf32>
// CHECK-NEXT: %[[V:.*]] = neap.mul %[[DY]], %[[C]] : tensor<4xf32>
// CHECK-NEXT: %[[V1:.*]] = neap.reshape %[[V]] {shape = array<i64: 4, 1>} : tensor<4xf32> -> tensor<4x1xf32>
// CHECK-NEXT: %[[V2:.*]] = neap.broadcast %[[V1]] {shape = array<i64: 4, 8>} : tensor<4x1xf32> -> tensor<4x8xf32>
// CHECK-NEXT: %[[V3:.*]] = neap.mul %[[X]], %[[V2]] : tensor<4x8xf32>
// CHECK-NEXT: return %[[V3]]
func.func @sum_square(%x: tensor<4x8xf32>) -> tensor<4xf32> {
  %y = neap.reduce_sum_square %x [1] {keepdims = false} : tensor<4x8xf32> -> tensor<4xf32>
  return %y : tensor<4xf32>
}
