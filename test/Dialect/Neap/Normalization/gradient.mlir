// RUN: neap-opt %s --neap-show-gradient --canonicalize | FileCheck %s

// Batch normalization reads x and its two statistics; nothing of y.
// CHECK-LABEL: func.func @batch_norm
// CHECK-SAME: %[[X:.*]]: tensor<4x3x5xf32>, %[[S:.*]]: tensor<3xf32>, %[[B:.*]]: tensor<3xf32>, %[[DY:.*]]: tensor<4x3x5xf32>
// CHECK: , %[[MEAN:[a-z_]+]], %[[INV:[a-z_]+]] = neap.batch_norm %[[X]]
// CHECK: %[[DX:.*]], %[[DS:.*]], %[[DB:.*]] = neap.batch_norm_backward %[[DY]], %[[X]], %[[S]], %[[MEAN]], %[[INV]] :
// CHECK: return %[[DX]], %[[DS]], %[[DB]]
func.func @batch_norm(%x: tensor<4x3x5xf32>, %s: tensor<3xf32>, %b: tensor<3xf32>) -> tensor<4x3x5xf32> {
  %m = neap.constant dense<0.0> : tensor<3xf32>
  %y:5 = neap.batch_norm %x, %s, %b, %m, %m {epsilon = 1.0e-5, momentum = 0.9}
      : (tensor<4x3x5xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>)
      -> (tensor<4x3x5xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>)
  return %y#0 : tensor<4x3x5xf32>
}

// Softmax reads its output alone.
// CHECK-LABEL: func.func @softmax
// CHECK-SAME: %[[X:.*]]: tensor<2x3xf32>, %[[DY:.*]]: tensor<2x3xf32>
// CHECK: %[[Y:.*]] = neap.softmax %[[X]]
// CHECK-NOT: %[[X]]
// CHECK: neap.mul %[[DY]], %[[Y]]
// CHECK: neap.reduce_sum
// CHECK: neap.sub %[[DY]]
// CHECK: neap.mul %[[Y]]
func.func @softmax(%x: tensor<2x3xf32>) -> tensor<2x3xf32> {
  %y = neap.softmax %x {axis = 1 : i64} : (tensor<2x3xf32>) -> tensor<2x3xf32>
  return %y : tensor<2x3xf32>
}

// CHECK-LABEL: func.func @layer_norm
// CHECK: %{{.*}}, %[[MEAN:.*]], %[[INV:.*]] = neap.layer_norm
// CHECK: neap.layer_norm_backward %{{.*}}, %{{.*}}, %{{.*}}, %[[MEAN]], %[[INV]] {axis = 1 : i64}
func.func @layer_norm(%x: tensor<4x6xf32>, %s: tensor<6xf32>, %b: tensor<6xf32>) -> tensor<4x6xf32> {
  %y, %m, %v = neap.layer_norm %x, %s, %b {axis = 1 : i64, epsilon = 1.0e-5}
      : (tensor<4x6xf32>, tensor<6xf32>, tensor<6xf32>) -> (tensor<4x6xf32>, tensor<4x1xf32>, tensor<4x1xf32>)
  return %y : tensor<4x6xf32>
}

// CHECK-LABEL: func.func @frozen_batch_norm
// CHECK-SAME: %[[X:.*]]: tensor<4x3x5xf32>, %[[SCALE:.*]]: tensor<3xf32>, %{{.*}}: tensor<3xf32>, %[[MEAN:.*]]: tensor<3xf32>, %[[VAR:.*]]: tensor<3xf32>, %[[DY:.*]]: tensor<4x3x5xf32>
// CHECK-NEXT: %[[C:.*]] = neap.constant dense<0.000000e+00> : tensor<3xf32>
// CHECK-NEXT: %[[C1:.*]] = neap.constant dense<5.000000e-01> : tensor<1x3x1xf32>
// CHECK-NEXT: %[[V:.*]] = neap.reshape %[[VAR]] {shape = array<i64: 1, 3, 1>} : tensor<3xf32> -> tensor<1x3x1xf32>
// CHECK-NEXT: %[[V1:.*]] = neap.add %[[V]], %[[C1]] : tensor<1x3x1xf32>
// CHECK-NEXT: %[[V2:.*]] = neap.sqrt %[[V1]] : tensor<1x3x1xf32>
// CHECK-NEXT: %[[V3:.*]] = neap.reciprocal %[[V2]] : tensor<1x3x1xf32>
// CHECK-NEXT: %[[V4:.*]] = neap.reshape %[[SCALE]] {shape = array<i64: 1, 3, 1>} : tensor<3xf32> -> tensor<1x3x1xf32>
// CHECK-NEXT: %[[V5:.*]] = neap.mul %[[V4]], %[[V3]] : tensor<1x3x1xf32>
// CHECK-NEXT: %[[V6:.*]] = neap.broadcast %[[V5]] {shape = array<i64: 4, 3, 5>} : tensor<1x3x1xf32> -> tensor<4x3x5xf32>
// CHECK-NEXT: %[[V7:.*]] = neap.mul %[[DY]], %[[V6]] : tensor<4x3x5xf32>
// CHECK-NEXT: %[[V8:.*]] = neap.reshape %[[MEAN]] {shape = array<i64: 1, 3, 1>} : tensor<3xf32> -> tensor<1x3x1xf32>
// CHECK-NEXT: %[[V9:.*]] = neap.broadcast %[[V8]] {shape = array<i64: 4, 3, 5>} : tensor<1x3x1xf32> -> tensor<4x3x5xf32>
// CHECK-NEXT: %[[V10:.*]] = neap.sub %[[X]], %[[V9]] : tensor<4x3x5xf32>
// CHECK-NEXT: %[[V11:.*]] = neap.mul %[[DY]], %[[V10]] : tensor<4x3x5xf32>
// CHECK-NEXT: %[[V12:.*]] = neap.reduce_sum %[[V11]] [0, 2] : tensor<4x3x5xf32> -> tensor<1x3x1xf32>
// CHECK-NEXT: %[[V13:.*]] = neap.mul %[[V12]], %[[V3]] : tensor<1x3x1xf32>
// CHECK-NEXT: %[[V14:.*]] = neap.reshape %[[V13]] {shape = array<i64: 3>} : tensor<1x3x1xf32> -> tensor<3xf32>
// CHECK-NEXT: %[[V15:.*]] = neap.reduce_sum %[[DY]] [0, 2] : tensor<4x3x5xf32> -> tensor<1x3x1xf32>
// CHECK-NEXT: %[[V16:.*]] = neap.reshape %[[V15]] {shape = array<i64: 3>} : tensor<1x3x1xf32> -> tensor<3xf32>
// CHECK-NEXT: return %[[V7]], %[[V14]], %[[V16]], %[[C]], %[[C]]
func.func @frozen_batch_norm(%x: tensor<4x3x5xf32>, %scale: tensor<3xf32>, %bias: tensor<3xf32>, %mean: tensor<3xf32>, %var: tensor<3xf32>) -> tensor<4x3x5xf32> {
  %y = neap.batch_norm_inference %x, %scale, %bias, %mean, %var {epsilon = 0.5}
      : (tensor<4x3x5xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>) -> tensor<4x3x5xf32>
  return %y : tensor<4x3x5xf32>
}

// CHECK-LABEL: func.func @group_norm
// CHECK-SAME: %[[X:.*]]: tensor<2x6x4xf32>, %[[SCALE:.*]]: tensor<6xf32>, %[[BIAS:.*]]: tensor<6xf32>, %[[DY:.*]]: tensor<2x6x4xf32>
// CHECK-NEXT: %{{.*}}, %[[V1:.*]], %[[V2:.*]] = neap.group_norm %[[X]], %[[SCALE]], %[[BIAS]] {epsilon = 5.000000e-01 : f64, groups = 3 : i64} : (tensor<2x6x4xf32>, tensor<6xf32>, tensor<6xf32>) -> (tensor<2x6x4xf32>, tensor<2x3xf32>, tensor<2x3xf32>)
// CHECK-NEXT: %[[V3:.*]], %[[V4:.*]], %[[V5:.*]] = neap.group_norm_backward %[[DY]], %[[X]], %[[SCALE]], %[[V1]], %[[V2]] {groups = 3 : i64} : (tensor<2x6x4xf32>, tensor<2x6x4xf32>, tensor<6xf32>, tensor<2x3xf32>, tensor<2x3xf32>) -> (tensor<2x6x4xf32>, tensor<6xf32>, tensor<6xf32>)
// CHECK-NEXT: return %[[V3]], %[[V4]], %[[V5]]
func.func @group_norm(%x: tensor<2x6x4xf32>, %scale: tensor<6xf32>, %bias: tensor<6xf32>) -> tensor<2x6x4xf32> {
  %y, %m, %v = neap.group_norm %x, %scale, %bias {groups = 3 : i64, epsilon = 0.5}
      : (tensor<2x6x4xf32>, tensor<6xf32>, tensor<6xf32>) -> (tensor<2x6x4xf32>, tensor<2x3xf32>, tensor<2x3xf32>)
  return %y : tensor<2x6x4xf32>
}

// CHECK-LABEL: func.func @rms_norm
// CHECK-SAME: %[[X:.*]]: tensor<4x6xf32>, %[[SCALE:.*]]: tensor<6xf32>, %[[DY:.*]]: tensor<4x6xf32>
// CHECK-NEXT: %{{.*}}, %[[V1:.*]] = neap.rms_norm %[[X]], %[[SCALE]] {axis = 1 : i64, epsilon = 5.000000e-01 : f64} : (tensor<4x6xf32>, tensor<6xf32>) -> (tensor<4x6xf32>, tensor<4x1xf32>)
// CHECK-NEXT: %[[V2:.*]], %[[V3:.*]] = neap.rms_norm_backward %[[DY]], %[[X]], %[[SCALE]], %[[V1]] {axis = 1 : i64} : (tensor<4x6xf32>, tensor<4x6xf32>, tensor<6xf32>, tensor<4x1xf32>) -> (tensor<4x6xf32>, tensor<6xf32>)
// CHECK-NEXT: return %[[V2]], %[[V3]]
func.func @rms_norm(%x: tensor<4x6xf32>, %scale: tensor<6xf32>) -> tensor<4x6xf32> {
  %y, %v = neap.rms_norm %x, %scale {axis = 1 : i64, epsilon = 0.5}
      : (tensor<4x6xf32>, tensor<6xf32>) -> (tensor<4x6xf32>, tensor<4x1xf32>)
  return %y : tensor<4x6xf32>
}

// CHECK-LABEL: func.func @log_softmax
// CHECK-SAME: %[[X:.*]]: tensor<2x6xf32>, %[[DY:.*]]: tensor<2x6xf32>
// CHECK-NEXT: %[[V:.*]] = neap.log_softmax %[[X]] {axis = 1 : i64} : (tensor<2x6xf32>) -> tensor<2x6xf32>
// CHECK-NEXT: %[[V1:.*]] = neap.reduce_sum %[[DY]] [1] : tensor<2x6xf32> -> tensor<2x1xf32>
// CHECK-NEXT: %[[V2:.*]] = neap.exp %[[V]] : tensor<2x6xf32>
// CHECK-NEXT: %[[V3:.*]] = neap.broadcast %[[V1]] {shape = array<i64: 2, 6>} : tensor<2x1xf32> -> tensor<2x6xf32>
// CHECK-NEXT: %[[V4:.*]] = neap.mul %[[V2]], %[[V3]] : tensor<2x6xf32>
// CHECK-NEXT: %[[V5:.*]] = neap.sub %[[DY]], %[[V4]] : tensor<2x6xf32>
// CHECK-NEXT: return %[[V5]]
func.func @log_softmax(%x: tensor<2x6xf32>) -> tensor<2x6xf32> {
  %y = neap.log_softmax %x {axis = 1 : i64} : (tensor<2x6xf32>) -> tensor<2x6xf32>
  return %y : tensor<2x6xf32>
}

// CHECK-LABEL: func.func @unit_length
// CHECK-SAME: %[[X:.*]]: tensor<2x6xf32>, %[[DY:.*]]: tensor<2x6xf32>
// CHECK-NEXT: %[[C:.*]] = neap.constant dense<0.000000e+00> : tensor<2x1xf32>
// CHECK-NEXT: %[[V:.*]] = neap.mul %[[X]], %[[X]] : tensor<2x6xf32>
// CHECK-NEXT: %[[V1:.*]] = neap.reduce_sum %[[V]] [1] : tensor<2x6xf32> -> tensor<2x1xf32>
// CHECK-NEXT: %[[V2:.*]] = neap.sqrt %[[V1]] : tensor<2x1xf32>
// CHECK-NEXT: %[[V3:.*]] = neap.reciprocal %[[V2]] : tensor<2x1xf32>
// CHECK-NEXT: %[[V4:.*]] = neap.greater %[[V2]], %[[C]] : tensor<2x1xf32> -> tensor<2x1xi1>
// CHECK-NEXT: %[[V5:.*]] = neap.where %[[V4]], %[[V3]], %[[C]] : tensor<2x1xi1>, tensor<2x1xf32>
// CHECK-NEXT: %[[V6:.*]] = neap.broadcast %[[V5]] {shape = array<i64: 2, 6>} : tensor<2x1xf32> -> tensor<2x6xf32>
// CHECK-NEXT: %[[V7:.*]] = neap.mul %[[X]], %[[V6]] : tensor<2x6xf32>
// CHECK-NEXT: %[[V8:.*]] = neap.mul %[[DY]], %[[V7]] : tensor<2x6xf32>
// CHECK-NEXT: %[[V9:.*]] = neap.reduce_sum %[[V8]] [1] : tensor<2x6xf32> -> tensor<2x1xf32>
// CHECK-NEXT: %[[V10:.*]] = neap.broadcast %[[V9]] {shape = array<i64: 2, 6>} : tensor<2x1xf32> -> tensor<2x6xf32>
// CHECK-NEXT: %[[V11:.*]] = neap.mul %[[V7]], %[[V10]] : tensor<2x6xf32>
// CHECK-NEXT: %[[V12:.*]] = neap.sub %[[DY]], %[[V11]] : tensor<2x6xf32>
// CHECK-NEXT: %[[V13:.*]] = neap.broadcast %[[V5]] {shape = array<i64: 2, 6>} : tensor<2x1xf32> -> tensor<2x6xf32>
// CHECK-NEXT: %[[V14:.*]] = neap.mul %[[V12]], %[[V13]] : tensor<2x6xf32>
// CHECK-NEXT: return %[[V14]]
func.func @unit_length(%x: tensor<2x6xf32>) -> tensor<2x6xf32> {
  %y = neap.lp_normalization %x {axis = 1 : i64, p = 2 : i64} : (tensor<2x6xf32>) -> tensor<2x6xf32>
  return %y : tensor<2x6xf32>
}

// CHECK-LABEL: func.func @lrn
// CHECK-SAME: %[[X:.*]]: tensor<2x6x4xf32>, %[[DY:.*]]: tensor<2x6x4xf32>
// CHECK-NEXT: %[[C:.*]] = neap.constant dense<2.500000e-01> : tensor<2x6x4xf32>
// CHECK-NEXT: %[[C1:.*]] = neap.constant dense<-7.500000e-01> : tensor<2x6x4xf32>
// CHECK-NEXT: %[[C2:.*]] = neap.constant dense<2.000000e+00> : tensor<2x6x4xf32>
// CHECK-NEXT: %[[C3:.*]] = neap.constant dense<0.166666672> : tensor<2x6x4xf32>
// CHECK-NEXT: %[[V:.*]] = neap.mul %[[X]], %[[X]] : tensor<2x6x4xf32>
// CHECK-NEXT: %[[V1:.*]] = neap.reshape %[[V]] {shape = array<i64: 2, 1, 6, 4>} : tensor<2x6x4xf32> -> tensor<2x1x6x4xf32>
// CHECK-NEXT: %[[V2:.*]] = neap.average_pool %[[V1]] kernel [3, 1] strides [1, 1] dilations [1, 1] pads [1, 0] to [1, 0] by one : (tensor<2x1x6x4xf32>) -> tensor<2x1x6x4xf32>
// CHECK-NEXT: %[[V3:.*]] = neap.reshape %[[V2]] {shape = array<i64: 2, 6, 4>} : tensor<2x1x6x4xf32> -> tensor<2x6x4xf32>
// CHECK-NEXT: %[[V4:.*]] = neap.mul %[[V3]], %[[C3]] : tensor<2x6x4xf32>
// CHECK-NEXT: %[[V5:.*]] = neap.add %[[V4]], %[[C2]] : tensor<2x6x4xf32>
// CHECK-NEXT: %[[V6:.*]] = neap.pow %[[V5]], %[[C1]] : tensor<2x6x4xf32>
// CHECK-NEXT: %[[V7:.*]] = neap.mul %[[DY]], %[[V6]] : tensor<2x6x4xf32>
// CHECK-NEXT: %[[V8:.*]] = neap.reciprocal %[[V5]] : tensor<2x6x4xf32>
// CHECK-NEXT: %[[V9:.*]] = neap.mul %[[V7]], %[[X]] : tensor<2x6x4xf32>
// CHECK-NEXT: %[[V10:.*]] = neap.mul %[[V9]], %[[V8]] : tensor<2x6x4xf32>
// CHECK-NEXT: %[[V11:.*]] = neap.reshape %[[V10]] {shape = array<i64: 2, 1, 6, 4>} : tensor<2x6x4xf32> -> tensor<2x1x6x4xf32>
// CHECK-NEXT: %[[V12:.*]] = neap.average_pool_backward %[[V11]] size [6, 4] kernel [3, 1] strides [1, 1] dilations [1, 1] pads [1, 0] to [1, 0] by one : (tensor<2x1x6x4xf32>) -> tensor<2x1x6x4xf32>
// CHECK-NEXT: %[[V13:.*]] = neap.reshape %[[V12]] {shape = array<i64: 2, 6, 4>} : tensor<2x1x6x4xf32> -> tensor<2x6x4xf32>
// CHECK-NEXT: %[[V14:.*]] = neap.mul %[[X]], %[[V13]] : tensor<2x6x4xf32>
// CHECK-NEXT: %[[V15:.*]] = neap.mul %[[V14]], %[[C]] : tensor<2x6x4xf32>
// CHECK-NEXT: %[[V16:.*]] = neap.sub %[[V7]], %[[V15]] : tensor<2x6x4xf32>
// CHECK-NEXT: return %[[V16]]
func.func @lrn(%x: tensor<2x6x4xf32>) -> tensor<2x6x4xf32> {
  %y = neap.lrn %x {size = 3 : i64, alpha = 0.5, beta = 0.75, bias = 2.0} : (tensor<2x6x4xf32>) -> tensor<2x6x4xf32>
  return %y : tensor<2x6x4xf32>
}
