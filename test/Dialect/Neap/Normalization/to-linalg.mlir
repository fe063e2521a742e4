// RUN: neap-opt %s --neap-show-decomposition | FileCheck %s
// RUN: neap-opt %s --neap-show-decomposition --neap-show-linalg | FileCheck %s --check-prefix=LOOPS

// The ops decompose, and of their parts only constants are no loops.
// LOOPS-NOT: neap.{{c[^o]|[abd-z]}}

// Two passes: the mean, then the mean of squared deviations.
// CHECK-LABEL: func.func @batch_norm
// CHECK-SAME: %[[X:.*]]: tensor<4x3x5xf32>, %[[SCALE:.*]]: tensor<3xf32>, %[[BIAS:.*]]: tensor<3xf32>, %[[MEAN:.*]]: tensor<3xf32>, %[[VAR:.*]]: tensor<3xf32>
// CHECK-NEXT: %[[V:.*]] = neap.reduce_mean %[[X]] [0, 2] : tensor<4x3x5xf32> -> tensor<1x3x1xf32>
// CHECK-NEXT: %[[V1:.*]] = neap.broadcast %[[V]] {shape = array<i64: 4, 3, 5>} : tensor<1x3x1xf32> -> tensor<4x3x5xf32>
// CHECK-NEXT: %[[V2:.*]] = neap.sub %[[X]], %[[V1]] : tensor<4x3x5xf32>
// CHECK-NEXT: %[[V3:.*]] = neap.mul %[[V2]], %[[V2]] : tensor<4x3x5xf32>
// CHECK-NEXT: %[[V4:.*]] = neap.reduce_mean %[[V3]] [0, 2] : tensor<4x3x5xf32> -> tensor<1x3x1xf32>
// CHECK-NEXT: %[[C:.*]] = neap.constant dense<5.000000e-01> : tensor<1x3x1xf32>
// CHECK-NEXT: %[[V5:.*]] = neap.add %[[V4]], %[[C]] : tensor<1x3x1xf32>
// CHECK-NEXT: %[[V6:.*]] = neap.sqrt %[[V5]] : tensor<1x3x1xf32>
// CHECK-NEXT: %[[V7:.*]] = neap.reciprocal %[[V6]] : tensor<1x3x1xf32>
// CHECK-NEXT: %[[V8:.*]] = neap.reshape %[[SCALE]] {shape = array<i64: 1, 3, 1>} : tensor<3xf32> -> tensor<1x3x1xf32>
// CHECK-NEXT: %[[V9:.*]] = neap.mul %[[V7]], %[[V8]] : tensor<1x3x1xf32>
// CHECK-NEXT: %[[V10:.*]] = neap.broadcast %[[V9]] {shape = array<i64: 4, 3, 5>} : tensor<1x3x1xf32> -> tensor<4x3x5xf32>
// CHECK-NEXT: %[[V11:.*]] = neap.mul %[[V2]], %[[V10]] : tensor<4x3x5xf32>
// CHECK-NEXT: %[[V12:.*]] = neap.reshape %[[BIAS]] {shape = array<i64: 1, 3, 1>} : tensor<3xf32> -> tensor<1x3x1xf32>
// CHECK-NEXT: %[[V13:.*]] = neap.broadcast %[[V12]] {shape = array<i64: 4, 3, 5>} : tensor<1x3x1xf32> -> tensor<4x3x5xf32>
// CHECK-NEXT: %[[V14:.*]] = neap.add %[[V11]], %[[V13]] : tensor<4x3x5xf32>
// CHECK-NEXT: %[[V15:.*]] = neap.reshape %[[V]] {shape = array<i64: 3>} : tensor<1x3x1xf32> -> tensor<3xf32>
// CHECK-NEXT: %[[C1:.*]] = neap.constant dense<2.500000e-01> : tensor<3xf32>
// CHECK-NEXT: %[[V16:.*]] = neap.mul %[[V15]], %[[C1]] : tensor<3xf32>
// CHECK-NEXT: %[[C2:.*]] = neap.constant dense<7.500000e-01> : tensor<3xf32>
// CHECK-NEXT: %[[V17:.*]] = neap.mul %[[MEAN]], %[[C2]] : tensor<3xf32>
// CHECK-NEXT: %[[V18:.*]] = neap.add %[[V17]], %[[V16]] : tensor<3xf32>
// CHECK-NEXT: %[[V19:.*]] = neap.reshape %[[V4]] {shape = array<i64: 3>} : tensor<1x3x1xf32> -> tensor<3xf32>
// CHECK-NEXT: %[[C3:.*]] = neap.constant dense<2.500000e-01> : tensor<3xf32>
// CHECK-NEXT: %[[V20:.*]] = neap.mul %[[V19]], %[[C3]] : tensor<3xf32>
// CHECK-NEXT: %[[C4:.*]] = neap.constant dense<7.500000e-01> : tensor<3xf32>
// CHECK-NEXT: %[[V21:.*]] = neap.mul %[[VAR]], %[[C4]] : tensor<3xf32>
// CHECK-NEXT: %[[V22:.*]] = neap.add %[[V21]], %[[V20]] : tensor<3xf32>
// CHECK-NEXT: %[[V23:.*]] = neap.reshape %[[V]] {shape = array<i64: 3>} : tensor<1x3x1xf32> -> tensor<3xf32>
// CHECK-NEXT: %[[V24:.*]] = neap.reshape %[[V7]] {shape = array<i64: 3>} : tensor<1x3x1xf32> -> tensor<3xf32>
// CHECK-NEXT: return %[[V14]], %[[V18]], %[[V22]], %[[V23]], %[[V24]]
func.func @batch_norm(%x: tensor<4x3x5xf32>, %scale: tensor<3xf32>, %bias: tensor<3xf32>, %mean: tensor<3xf32>, %var: tensor<3xf32>) -> (tensor<4x3x5xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>) {
  %y, %m, %v, %bm, %bi = neap.batch_norm %x, %scale, %bias, %mean, %var {epsilon = 0.5, momentum = 0.75}
      : (tensor<4x3x5xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>)
      -> (tensor<4x3x5xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>)
  return %y, %m, %v, %bm, %bi : tensor<4x3x5xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>
}

// CHECK-LABEL: func.func @batch_norm_inference
// CHECK-SAME: %[[X:.*]]: tensor<4x3x5xf32>, %[[SCALE:.*]]: tensor<3xf32>, %[[BIAS:.*]]: tensor<3xf32>, %[[MEAN:.*]]: tensor<3xf32>, %[[VAR:.*]]: tensor<3xf32>
// CHECK-NEXT: %[[V:.*]] = neap.reshape %[[VAR]] {shape = array<i64: 1, 3, 1>} : tensor<3xf32> -> tensor<1x3x1xf32>
// CHECK-NEXT: %[[C:.*]] = neap.constant dense<5.000000e-01> : tensor<1x3x1xf32>
// CHECK-NEXT: %[[V1:.*]] = neap.add %[[V]], %[[C]] : tensor<1x3x1xf32>
// CHECK-NEXT: %[[V2:.*]] = neap.sqrt %[[V1]] : tensor<1x3x1xf32>
// CHECK-NEXT: %[[V3:.*]] = neap.reciprocal %[[V2]] : tensor<1x3x1xf32>
// CHECK-NEXT: %[[V4:.*]] = neap.reshape %[[MEAN]] {shape = array<i64: 1, 3, 1>} : tensor<3xf32> -> tensor<1x3x1xf32>
// CHECK-NEXT: %[[V5:.*]] = neap.broadcast %[[V4]] {shape = array<i64: 4, 3, 5>} : tensor<1x3x1xf32> -> tensor<4x3x5xf32>
// CHECK-NEXT: %[[V6:.*]] = neap.sub %[[X]], %[[V5]] : tensor<4x3x5xf32>
// CHECK-NEXT: %[[V7:.*]] = neap.reshape %[[SCALE]] {shape = array<i64: 1, 3, 1>} : tensor<3xf32> -> tensor<1x3x1xf32>
// CHECK-NEXT: %[[V8:.*]] = neap.mul %[[V3]], %[[V7]] : tensor<1x3x1xf32>
// CHECK-NEXT: %[[V9:.*]] = neap.broadcast %[[V8]] {shape = array<i64: 4, 3, 5>} : tensor<1x3x1xf32> -> tensor<4x3x5xf32>
// CHECK-NEXT: %[[V10:.*]] = neap.mul %[[V6]], %[[V9]] : tensor<4x3x5xf32>
// CHECK-NEXT: %[[V11:.*]] = neap.reshape %[[BIAS]] {shape = array<i64: 1, 3, 1>} : tensor<3xf32> -> tensor<1x3x1xf32>
// CHECK-NEXT: %[[V12:.*]] = neap.broadcast %[[V11]] {shape = array<i64: 4, 3, 5>} : tensor<1x3x1xf32> -> tensor<4x3x5xf32>
// CHECK-NEXT: %[[V13:.*]] = neap.add %[[V10]], %[[V12]] : tensor<4x3x5xf32>
// CHECK-NEXT: return %[[V13]]
func.func @batch_norm_inference(%x: tensor<4x3x5xf32>, %scale: tensor<3xf32>, %bias: tensor<3xf32>, %mean: tensor<3xf32>, %var: tensor<3xf32>) -> tensor<4x3x5xf32> {
  %y = neap.batch_norm_inference %x, %scale, %bias, %mean, %var {epsilon = 0.5}
      : (tensor<4x3x5xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>) -> tensor<4x3x5xf32>
  return %y : tensor<4x3x5xf32>
}

// n is 20.
// CHECK-LABEL: func.func @batch_norm_backward
// CHECK-SAME: %[[DY:.*]]: tensor<4x3x5xf32>, %[[X:.*]]: tensor<4x3x5xf32>, %[[SCALE:.*]]: tensor<3xf32>, %[[MEAN:.*]]: tensor<3xf32>, %[[INV:.*]]: tensor<3xf32>
// CHECK-NEXT: %[[V:.*]] = neap.reshape %[[MEAN]] {shape = array<i64: 1, 3, 1>} : tensor<3xf32> -> tensor<1x3x1xf32>
// CHECK-NEXT: %[[V1:.*]] = neap.broadcast %[[V]] {shape = array<i64: 4, 3, 5>} : tensor<1x3x1xf32> -> tensor<4x3x5xf32>
// CHECK-NEXT: %[[V2:.*]] = neap.sub %[[X]], %[[V1]] : tensor<4x3x5xf32>
// CHECK-NEXT: %[[V3:.*]] = neap.reshape %[[INV]] {shape = array<i64: 1, 3, 1>} : tensor<3xf32> -> tensor<1x3x1xf32>
// CHECK-NEXT: %[[V4:.*]] = neap.reduce_sum %[[DY]] [0, 2] : tensor<4x3x5xf32> -> tensor<1x3x1xf32>
// CHECK-NEXT: %[[V5:.*]] = neap.mul %[[DY]], %[[V2]] : tensor<4x3x5xf32>
// CHECK-NEXT: %[[V6:.*]] = neap.reduce_sum %[[V5]] [0, 2] : tensor<4x3x5xf32> -> tensor<1x3x1xf32>
// CHECK-NEXT: %[[V7:.*]] = neap.mul %[[V6]], %[[V3]] : tensor<1x3x1xf32>
// CHECK-NEXT: %[[V8:.*]] = neap.reshape %[[SCALE]] {shape = array<i64: 1, 3, 1>} : tensor<3xf32> -> tensor<1x3x1xf32>
// CHECK-NEXT: %[[V9:.*]] = neap.mul %[[V8]], %[[V3]] : tensor<1x3x1xf32>
// CHECK-NEXT: %[[V10:.*]] = neap.mul %[[V3]], %[[V7]] : tensor<1x3x1xf32>
// CHECK-NEXT: %[[C:.*]] = neap.constant dense<5.000000e-02> : tensor<1x3x1xf32>
// CHECK-NEXT: %[[V11:.*]] = neap.mul %[[V10]], %[[C]] : tensor<1x3x1xf32>
// CHECK-NEXT: %[[V12:.*]] = neap.broadcast %[[V11]] {shape = array<i64: 4, 3, 5>} : tensor<1x3x1xf32> -> tensor<4x3x5xf32>
// CHECK-NEXT: %[[V13:.*]] = neap.mul %[[V2]], %[[V12]] : tensor<4x3x5xf32>
// CHECK-NEXT: %[[C1:.*]] = neap.constant dense<5.000000e-02> : tensor<1x3x1xf32>
// CHECK-NEXT: %[[V14:.*]] = neap.mul %[[V4]], %[[C1]] : tensor<1x3x1xf32>
// CHECK-NEXT: %[[V15:.*]] = neap.broadcast %[[V14]] {shape = array<i64: 4, 3, 5>} : tensor<1x3x1xf32> -> tensor<4x3x5xf32>
// CHECK-NEXT: %[[V16:.*]] = neap.sub %[[DY]], %[[V15]] : tensor<4x3x5xf32>
// CHECK-NEXT: %[[V17:.*]] = neap.sub %[[V16]], %[[V13]] : tensor<4x3x5xf32>
// CHECK-NEXT: %[[V18:.*]] = neap.broadcast %[[V9]] {shape = array<i64: 4, 3, 5>} : tensor<1x3x1xf32> -> tensor<4x3x5xf32>
// CHECK-NEXT: %[[V19:.*]] = neap.mul %[[V17]], %[[V18]] : tensor<4x3x5xf32>
// CHECK-NEXT: %[[V20:.*]] = neap.reshape %[[V7]] {shape = array<i64: 3>} : tensor<1x3x1xf32> -> tensor<3xf32>
// CHECK-NEXT: %[[V21:.*]] = neap.reshape %[[V4]] {shape = array<i64: 3>} : tensor<1x3x1xf32> -> tensor<3xf32>
// CHECK-NEXT: return %[[V19]], %[[V20]], %[[V21]]
func.func @batch_norm_backward(%dy: tensor<4x3x5xf32>, %x: tensor<4x3x5xf32>, %scale: tensor<3xf32>, %mean: tensor<3xf32>, %inv: tensor<3xf32>) -> (tensor<4x3x5xf32>, tensor<3xf32>, tensor<3xf32>) {
  %dx, %ds, %db = neap.batch_norm_backward %dy, %x, %scale, %mean, %inv
      : (tensor<4x3x5xf32>, tensor<4x3x5xf32>, tensor<3xf32>, tensor<3xf32>, tensor<3xf32>)
      -> (tensor<4x3x5xf32>, tensor<3xf32>, tensor<3xf32>)
  return %dx, %ds, %db : tensor<4x3x5xf32>, tensor<3xf32>, tensor<3xf32>
}

// Sixteen bits are widened once and rounded once.
// CHECK-LABEL: func.func @layer_norm
// CHECK-SAME: %[[X:.*]]: tensor<4x6xbf16>, %[[SCALE:.*]]: tensor<6xbf16>, %[[BIAS:.*]]: tensor<6xbf16>
// CHECK-NEXT: %[[V:.*]] = neap.cast %[[X]] {to = f32} : tensor<4x6xbf16> -> tensor<4x6xf32>
// CHECK-NEXT: %[[V1:.*]] = neap.reduce_mean %[[V]] [1] : tensor<4x6xf32> -> tensor<4x1xf32>
// CHECK-NEXT: %[[V2:.*]] = neap.broadcast %[[V1]] {shape = array<i64: 4, 6>} : tensor<4x1xf32> -> tensor<4x6xf32>
// CHECK-NEXT: %[[V3:.*]] = neap.sub %[[V]], %[[V2]] : tensor<4x6xf32>
// CHECK-NEXT: %[[V4:.*]] = neap.mul %[[V3]], %[[V3]] : tensor<4x6xf32>
// CHECK-NEXT: %[[V5:.*]] = neap.reduce_mean %[[V4]] [1] : tensor<4x6xf32> -> tensor<4x1xf32>
// CHECK-NEXT: %[[C:.*]] = neap.constant dense<5.000000e-01> : tensor<4x1xf32>
// CHECK-NEXT: %[[V6:.*]] = neap.add %[[V5]], %[[C]] : tensor<4x1xf32>
// CHECK-NEXT: %[[V7:.*]] = neap.sqrt %[[V6]] : tensor<4x1xf32>
// CHECK-NEXT: %[[V8:.*]] = neap.reciprocal %[[V7]] : tensor<4x1xf32>
// CHECK-NEXT: %[[V9:.*]] = neap.cast %[[SCALE]] {to = f32} : tensor<6xbf16> -> tensor<6xf32>
// CHECK-NEXT: %[[V10:.*]] = neap.reshape %[[V9]] {shape = array<i64: 1, 6>} : tensor<6xf32> -> tensor<1x6xf32>
// CHECK-NEXT: %[[V11:.*]] = neap.broadcast %[[V8]] {shape = array<i64: 4, 6>} : tensor<4x1xf32> -> tensor<4x6xf32>
// CHECK-NEXT: %[[V12:.*]] = neap.mul %[[V3]], %[[V11]] : tensor<4x6xf32>
// CHECK-NEXT: %[[V13:.*]] = neap.broadcast %[[V10]] {shape = array<i64: 4, 6>} : tensor<1x6xf32> -> tensor<4x6xf32>
// CHECK-NEXT: %[[V14:.*]] = neap.mul %[[V12]], %[[V13]] : tensor<4x6xf32>
// CHECK-NEXT: %[[V15:.*]] = neap.cast %[[BIAS]] {to = f32} : tensor<6xbf16> -> tensor<6xf32>
// CHECK-NEXT: %[[V16:.*]] = neap.reshape %[[V15]] {shape = array<i64: 1, 6>} : tensor<6xf32> -> tensor<1x6xf32>
// CHECK-NEXT: %[[V17:.*]] = neap.broadcast %[[V16]] {shape = array<i64: 4, 6>} : tensor<1x6xf32> -> tensor<4x6xf32>
// CHECK-NEXT: %[[V18:.*]] = neap.add %[[V14]], %[[V17]] : tensor<4x6xf32>
// CHECK-NEXT: %[[V19:.*]] = neap.cast %[[V18]] {to = bf16} : tensor<4x6xf32> -> tensor<4x6xbf16>
// CHECK-NEXT: return %[[V19]], %[[V1]], %[[V8]]
func.func @layer_norm(%x: tensor<4x6xbf16>, %scale: tensor<6xbf16>, %bias: tensor<6xbf16>) -> (tensor<4x6xbf16>, tensor<4x1xf32>, tensor<4x1xf32>) {
  %y, %m, %v = neap.layer_norm %x, %scale, %bias {axis = 1 : i64, epsilon = 0.5}
      : (tensor<4x6xbf16>, tensor<6xbf16>, tensor<6xbf16>) -> (tensor<4x6xbf16>, tensor<4x1xf32>, tensor<4x1xf32>)
  return %y, %m, %v : tensor<4x6xbf16>, tensor<4x1xf32>, tensor<4x1xf32>
}

// CHECK-LABEL: func.func @layer_norm_backward
// CHECK-SAME: %[[DY:.*]]: tensor<4x6xf32>, %[[X:.*]]: tensor<4x6xf32>, %[[SCALE:.*]]: tensor<6xf32>, %[[MEAN:.*]]: tensor<4x1xf32>, %[[INV:.*]]: tensor<4x1xf32>
// CHECK-NEXT: %[[V:.*]] = neap.broadcast %[[MEAN]] {shape = array<i64: 4, 6>} : tensor<4x1xf32> -> tensor<4x6xf32>
// CHECK-NEXT: %[[V1:.*]] = neap.sub %[[X]], %[[V]] : tensor<4x6xf32>
// CHECK-NEXT: %[[V2:.*]] = neap.broadcast %[[INV]] {shape = array<i64: 4, 6>} : tensor<4x1xf32> -> tensor<4x6xf32>
// CHECK-NEXT: %[[V3:.*]] = neap.mul %[[V1]], %[[V2]] : tensor<4x6xf32>
// CHECK-NEXT: %[[V4:.*]] = neap.reshape %[[SCALE]] {shape = array<i64: 1, 6>} : tensor<6xf32> -> tensor<1x6xf32>
// CHECK-NEXT: %[[V5:.*]] = neap.broadcast %[[V4]] {shape = array<i64: 4, 6>} : tensor<1x6xf32> -> tensor<4x6xf32>
// CHECK-NEXT: %[[V6:.*]] = neap.mul %[[DY]], %[[V5]] : tensor<4x6xf32>
// CHECK-NEXT: %[[V7:.*]] = neap.mul %[[V6]], %[[V3]] : tensor<4x6xf32>
// CHECK-NEXT: %[[V8:.*]] = neap.reduce_mean %[[V7]] [1] : tensor<4x6xf32> -> tensor<4x1xf32>
// CHECK-NEXT: %[[V9:.*]] = neap.broadcast %[[V8]] {shape = array<i64: 4, 6>} : tensor<4x1xf32> -> tensor<4x6xf32>
// CHECK-NEXT: %[[V10:.*]] = neap.mul %[[V3]], %[[V9]] : tensor<4x6xf32>
// CHECK-NEXT: %[[V11:.*]] = neap.sub %[[V6]], %[[V10]] : tensor<4x6xf32>
// CHECK-NEXT: %[[V12:.*]] = neap.reduce_mean %[[V6]] [1] : tensor<4x6xf32> -> tensor<4x1xf32>
// CHECK-NEXT: %[[V13:.*]] = neap.broadcast %[[V12]] {shape = array<i64: 4, 6>} : tensor<4x1xf32> -> tensor<4x6xf32>
// CHECK-NEXT: %[[V14:.*]] = neap.sub %[[V11]], %[[V13]] : tensor<4x6xf32>
// CHECK-NEXT: %[[V15:.*]] = neap.broadcast %[[INV]] {shape = array<i64: 4, 6>} : tensor<4x1xf32> -> tensor<4x6xf32>
// CHECK-NEXT: %[[V16:.*]] = neap.mul %[[V14]], %[[V15]] : tensor<4x6xf32>
// CHECK-NEXT: %[[V17:.*]] = neap.mul %[[DY]], %[[V3]] : tensor<4x6xf32>
// CHECK-NEXT: %[[V18:.*]] = neap.reduce_sum %[[V17]] [0] : tensor<4x6xf32> -> tensor<1x6xf32>
// CHECK-NEXT: %[[V19:.*]] = neap.reshape %[[V18]] {shape = array<i64: 6>} : tensor<1x6xf32> -> tensor<6xf32>
// CHECK-NEXT: %[[V20:.*]] = neap.reduce_sum %[[DY]] [0] : tensor<4x6xf32> -> tensor<1x6xf32>
// CHECK-NEXT: %[[V21:.*]] = neap.reshape %[[V20]] {shape = array<i64: 6>} : tensor<1x6xf32> -> tensor<6xf32>
// CHECK-NEXT: return %[[V16]], %[[V19]], %[[V21]]
func.func @layer_norm_backward(%dy: tensor<4x6xf32>, %x: tensor<4x6xf32>, %scale: tensor<6xf32>, %mean: tensor<4x1xf32>, %inv: tensor<4x1xf32>) -> (tensor<4x6xf32>, tensor<6xf32>, tensor<6xf32>) {
  %dx, %ds, %db = neap.layer_norm_backward %dy, %x, %scale, %mean, %inv {axis = 1 : i64}
      : (tensor<4x6xf32>, tensor<4x6xf32>, tensor<6xf32>, tensor<4x1xf32>, tensor<4x1xf32>)
      -> (tensor<4x6xf32>, tensor<6xf32>, tensor<6xf32>)
  return %dx, %ds, %db : tensor<4x6xf32>, tensor<6xf32>, tensor<6xf32>
}

// CHECK-LABEL: func.func @rms_norm
// CHECK-SAME: %[[X:.*]]: tensor<4x6xf32>, %[[SCALE:.*]]: tensor<6xf32>
// CHECK-NEXT: %[[V:.*]] = neap.mul %[[X]], %[[X]] : tensor<4x6xf32>
// CHECK-NEXT: %[[V1:.*]] = neap.reduce_mean %[[V]] [1] : tensor<4x6xf32> -> tensor<4x1xf32>
// CHECK-NEXT: %[[C:.*]] = neap.constant dense<5.000000e-01> : tensor<4x1xf32>
// CHECK-NEXT: %[[V2:.*]] = neap.add %[[V1]], %[[C]] : tensor<4x1xf32>
// CHECK-NEXT: %[[V3:.*]] = neap.sqrt %[[V2]] : tensor<4x1xf32>
// CHECK-NEXT: %[[V4:.*]] = neap.reciprocal %[[V3]] : tensor<4x1xf32>
// CHECK-NEXT: %[[V5:.*]] = neap.reshape %[[SCALE]] {shape = array<i64: 1, 6>} : tensor<6xf32> -> tensor<1x6xf32>
// CHECK-NEXT: %[[V6:.*]] = neap.broadcast %[[V4]] {shape = array<i64: 4, 6>} : tensor<4x1xf32> -> tensor<4x6xf32>
// CHECK-NEXT: %[[V7:.*]] = neap.mul %[[X]], %[[V6]] : tensor<4x6xf32>
// CHECK-NEXT: %[[V8:.*]] = neap.broadcast %[[V5]] {shape = array<i64: 4, 6>} : tensor<1x6xf32> -> tensor<4x6xf32>
// CHECK-NEXT: %[[V9:.*]] = neap.mul %[[V7]], %[[V8]] : tensor<4x6xf32>
// CHECK-NEXT: return %[[V9]], %[[V4]]
func.func @rms_norm(%x: tensor<4x6xf32>, %scale: tensor<6xf32>) -> (tensor<4x6xf32>, tensor<4x1xf32>) {
  %y, %v = neap.rms_norm %x, %scale {axis = 1 : i64, epsilon = 0.5}
      : (tensor<4x6xf32>, tensor<6xf32>) -> (tensor<4x6xf32>, tensor<4x1xf32>)
  return %y, %v : tensor<4x6xf32>, tensor<4x1xf32>
}

// Not centred: no mean of the gradient is taken off.
// CHECK-LABEL: func.func @rms_norm_backward
// CHECK-SAME: %[[DY:.*]]: tensor<4x6xf32>, %[[X:.*]]: tensor<4x6xf32>, %[[SCALE:.*]]: tensor<6xf32>, %[[INV:.*]]: tensor<4x1xf32>
// CHECK-NEXT: %[[V:.*]] = neap.broadcast %[[INV]] {shape = array<i64: 4, 6>} : tensor<4x1xf32> -> tensor<4x6xf32>
// CHECK-NEXT: %[[V1:.*]] = neap.mul %[[X]], %[[V]] : tensor<4x6xf32>
// CHECK-NEXT: %[[V2:.*]] = neap.reshape %[[SCALE]] {shape = array<i64: 1, 6>} : tensor<6xf32> -> tensor<1x6xf32>
// CHECK-NEXT: %[[V3:.*]] = neap.broadcast %[[V2]] {shape = array<i64: 4, 6>} : tensor<1x6xf32> -> tensor<4x6xf32>
// CHECK-NEXT: %[[V4:.*]] = neap.mul %[[DY]], %[[V3]] : tensor<4x6xf32>
// CHECK-NEXT: %[[V5:.*]] = neap.mul %[[V4]], %[[V1]] : tensor<4x6xf32>
// CHECK-NEXT: %[[V6:.*]] = neap.reduce_mean %[[V5]] [1] : tensor<4x6xf32> -> tensor<4x1xf32>
// CHECK-NEXT: %[[V7:.*]] = neap.broadcast %[[V6]] {shape = array<i64: 4, 6>} : tensor<4x1xf32> -> tensor<4x6xf32>
// CHECK-NEXT: %[[V8:.*]] = neap.mul %[[V1]], %[[V7]] : tensor<4x6xf32>
// CHECK-NEXT: %[[V9:.*]] = neap.sub %[[V4]], %[[V8]] : tensor<4x6xf32>
// CHECK-NEXT: %[[V10:.*]] = neap.broadcast %[[INV]] {shape = array<i64: 4, 6>} : tensor<4x1xf32> -> tensor<4x6xf32>
// CHECK-NEXT: %[[V11:.*]] = neap.mul %[[V9]], %[[V10]] : tensor<4x6xf32>
// CHECK-NEXT: %[[V12:.*]] = neap.mul %[[DY]], %[[V1]] : tensor<4x6xf32>
// CHECK-NEXT: %[[V13:.*]] = neap.reduce_sum %[[V12]] [0] : tensor<4x6xf32> -> tensor<1x6xf32>
// CHECK-NEXT: %[[V14:.*]] = neap.reshape %[[V13]] {shape = array<i64: 6>} : tensor<1x6xf32> -> tensor<6xf32>
// CHECK-NEXT: return %[[V11]], %[[V14]]
func.func @rms_norm_backward(%dy: tensor<4x6xf32>, %x: tensor<4x6xf32>, %scale: tensor<6xf32>, %inv: tensor<4x1xf32>) -> (tensor<4x6xf32>, tensor<6xf32>) {
  %dx, %ds = neap.rms_norm_backward %dy, %x, %scale, %inv {axis = 1 : i64}
      : (tensor<4x6xf32>, tensor<4x6xf32>, tensor<6xf32>, tensor<4x1xf32>) -> (tensor<4x6xf32>, tensor<6xf32>)
  return %dx, %ds : tensor<4x6xf32>, tensor<6xf32>
}

// CHECK-LABEL: func.func @group_norm
// CHECK-SAME: %[[X:.*]]: tensor<2x6x4xf32>, %[[SCALE:.*]]: tensor<6xf32>, %[[BIAS:.*]]: tensor<6xf32>
// CHECK-NEXT: %[[V:.*]] = neap.reshape %[[X]] {shape = array<i64: 2, 3, 2, 4>} : tensor<2x6x4xf32> -> tensor<2x3x2x4xf32>
// CHECK-NEXT: %[[V1:.*]] = neap.reduce_mean %[[V]] [2, 3] : tensor<2x3x2x4xf32> -> tensor<2x3x1x1xf32>
// CHECK-NEXT: %[[V2:.*]] = neap.broadcast %[[V1]] {shape = array<i64: 2, 3, 2, 4>} : tensor<2x3x1x1xf32> -> tensor<2x3x2x4xf32>
// CHECK-NEXT: %[[V3:.*]] = neap.sub %[[V]], %[[V2]] : tensor<2x3x2x4xf32>
// CHECK-NEXT: %[[V4:.*]] = neap.mul %[[V3]], %[[V3]] : tensor<2x3x2x4xf32>
// CHECK-NEXT: %[[V5:.*]] = neap.reduce_mean %[[V4]] [2, 3] : tensor<2x3x2x4xf32> -> tensor<2x3x1x1xf32>
// CHECK-NEXT: %[[C:.*]] = neap.constant dense<5.000000e-01> : tensor<2x3x1x1xf32>
// CHECK-NEXT: %[[V6:.*]] = neap.add %[[V5]], %[[C]] : tensor<2x3x1x1xf32>
// CHECK-NEXT: %[[V7:.*]] = neap.sqrt %[[V6]] : tensor<2x3x1x1xf32>
// CHECK-NEXT: %[[V8:.*]] = neap.reciprocal %[[V7]] : tensor<2x3x1x1xf32>
// CHECK-NEXT: %[[V9:.*]] = neap.reshape %[[SCALE]] {shape = array<i64: 1, 3, 2, 1>} : tensor<6xf32> -> tensor<1x3x2x1xf32>
// CHECK-NEXT: %[[V10:.*]] = neap.broadcast %[[V8]] {shape = array<i64: 2, 3, 2, 1>} : tensor<2x3x1x1xf32> -> tensor<2x3x2x1xf32>
// CHECK-NEXT: %[[V11:.*]] = neap.broadcast %[[V9]] {shape = array<i64: 2, 3, 2, 1>} : tensor<1x3x2x1xf32> -> tensor<2x3x2x1xf32>
// CHECK-NEXT: %[[V12:.*]] = neap.mul %[[V10]], %[[V11]] : tensor<2x3x2x1xf32>
// CHECK-NEXT: %[[V13:.*]] = neap.broadcast %[[V12]] {shape = array<i64: 2, 3, 2, 4>} : tensor<2x3x2x1xf32> -> tensor<2x3x2x4xf32>
// CHECK-NEXT: %[[V14:.*]] = neap.mul %[[V3]], %[[V13]] : tensor<2x3x2x4xf32>
// CHECK-NEXT: %[[V15:.*]] = neap.reshape %[[BIAS]] {shape = array<i64: 1, 3, 2, 1>} : tensor<6xf32> -> tensor<1x3x2x1xf32>
// CHECK-NEXT: %[[V16:.*]] = neap.broadcast %[[V15]] {shape = array<i64: 2, 3, 2, 4>} : tensor<1x3x2x1xf32> -> tensor<2x3x2x4xf32>
// CHECK-NEXT: %[[V17:.*]] = neap.add %[[V14]], %[[V16]] : tensor<2x3x2x4xf32>
// CHECK-NEXT: %[[V18:.*]] = neap.reshape %[[V17]] {shape = array<i64: 2, 6, 4>} : tensor<2x3x2x4xf32> -> tensor<2x6x4xf32>
// CHECK-NEXT: %[[V19:.*]] = neap.reshape %[[V1]] {shape = array<i64: 2, 3>} : tensor<2x3x1x1xf32> -> tensor<2x3xf32>
// CHECK-NEXT: %[[V20:.*]] = neap.reshape %[[V8]] {shape = array<i64: 2, 3>} : tensor<2x3x1x1xf32> -> tensor<2x3xf32>
// CHECK-NEXT: return %[[V18]], %[[V19]], %[[V20]]
func.func @group_norm(%x: tensor<2x6x4xf32>, %scale: tensor<6xf32>, %bias: tensor<6xf32>) -> (tensor<2x6x4xf32>, tensor<2x3xf32>, tensor<2x3xf32>) {
  %y, %m, %v = neap.group_norm %x, %scale, %bias {groups = 3 : i64, epsilon = 0.5}
      : (tensor<2x6x4xf32>, tensor<6xf32>, tensor<6xf32>) -> (tensor<2x6x4xf32>, tensor<2x3xf32>, tensor<2x3xf32>)
  return %y, %m, %v : tensor<2x6x4xf32>, tensor<2x3xf32>, tensor<2x3xf32>
}

// CHECK-LABEL: func.func @group_norm_backward
// CHECK-SAME: %[[DY:.*]]: tensor<2x6x4xf32>, %[[X:.*]]: tensor<2x6x4xf32>, %[[SCALE:.*]]: tensor<6xf32>, %[[MEAN:.*]]: tensor<2x3xf32>, %[[INV:.*]]: tensor<2x3xf32>
// CHECK-NEXT: %[[V:.*]] = neap.reshape %[[X]] {shape = array<i64: 2, 3, 2, 4>} : tensor<2x6x4xf32> -> tensor<2x3x2x4xf32>
// CHECK-NEXT: %[[V1:.*]] = neap.reshape %[[DY]] {shape = array<i64: 2, 3, 2, 4>} : tensor<2x6x4xf32> -> tensor<2x3x2x4xf32>
// CHECK-NEXT: %[[V2:.*]] = neap.reshape %[[INV]] {shape = array<i64: 2, 3, 1, 1>} : tensor<2x3xf32> -> tensor<2x3x1x1xf32>
// CHECK-NEXT: %[[V3:.*]] = neap.reshape %[[MEAN]] {shape = array<i64: 2, 3, 1, 1>} : tensor<2x3xf32> -> tensor<2x3x1x1xf32>
// CHECK-NEXT: %[[V4:.*]] = neap.broadcast %[[V3]] {shape = array<i64: 2, 3, 2, 4>} : tensor<2x3x1x1xf32> -> tensor<2x3x2x4xf32>
// CHECK-NEXT: %[[V5:.*]] = neap.sub %[[V]], %[[V4]] : tensor<2x3x2x4xf32>
// CHECK-NEXT: %[[V6:.*]] = neap.broadcast %[[V2]] {shape = array<i64: 2, 3, 2, 4>} : tensor<2x3x1x1xf32> -> tensor<2x3x2x4xf32>
// CHECK-NEXT: %[[V7:.*]] = neap.mul %[[V5]], %[[V6]] : tensor<2x3x2x4xf32>
// CHECK-NEXT: %[[V8:.*]] = neap.reshape %[[SCALE]] {shape = array<i64: 1, 3, 2, 1>} : tensor<6xf32> -> tensor<1x3x2x1xf32>
// CHECK-NEXT: %[[V9:.*]] = neap.broadcast %[[V8]] {shape = array<i64: 2, 3, 2, 4>} : tensor<1x3x2x1xf32> -> tensor<2x3x2x4xf32>
// CHECK-NEXT: %[[V10:.*]] = neap.mul %[[V1]], %[[V9]] : tensor<2x3x2x4xf32>
// CHECK-NEXT: %[[V11:.*]] = neap.mul %[[V10]], %[[V7]] : tensor<2x3x2x4xf32>
// CHECK-NEXT: %[[V12:.*]] = neap.reduce_mean %[[V11]] [2, 3] : tensor<2x3x2x4xf32> -> tensor<2x3x1x1xf32>
// CHECK-NEXT: %[[V13:.*]] = neap.broadcast %[[V12]] {shape = array<i64: 2, 3, 2, 4>} : tensor<2x3x1x1xf32> -> tensor<2x3x2x4xf32>
// CHECK-NEXT: %[[V14:.*]] = neap.mul %[[V7]], %[[V13]] : tensor<2x3x2x4xf32>
// CHECK-NEXT: %[[V15:.*]] = neap.sub %[[V10]], %[[V14]] : tensor<2x3x2x4xf32>
// CHECK-NEXT: %[[V16:.*]] = neap.reduce_mean %[[V10]] [2, 3] : tensor<2x3x2x4xf32> -> tensor<2x3x1x1xf32>
// CHECK-NEXT: %[[V17:.*]] = neap.broadcast %[[V16]] {shape = array<i64: 2, 3, 2, 4>} : tensor<2x3x1x1xf32> -> tensor<2x3x2x4xf32>
// CHECK-NEXT: %[[V18:.*]] = neap.sub %[[V15]], %[[V17]] : tensor<2x3x2x4xf32>
// CHECK-NEXT: %[[V19:.*]] = neap.broadcast %[[V2]] {shape = array<i64: 2, 3, 2, 4>} : tensor<2x3x1x1xf32> -> tensor<2x3x2x4xf32>
// CHECK-NEXT: %[[V20:.*]] = neap.mul %[[V18]], %[[V19]] : tensor<2x3x2x4xf32>
// CHECK-NEXT: %[[V21:.*]] = neap.reshape %[[V20]] {shape = array<i64: 2, 6, 4>} : tensor<2x3x2x4xf32> -> tensor<2x6x4xf32>
// CHECK-NEXT: %[[V22:.*]] = neap.mul %[[V1]], %[[V7]] : tensor<2x3x2x4xf32>
// CHECK-NEXT: %[[V23:.*]] = neap.reduce_sum %[[V22]] [0, 3] : tensor<2x3x2x4xf32> -> tensor<1x3x2x1xf32>
// CHECK-NEXT: %[[V24:.*]] = neap.reshape %[[V23]] {shape = array<i64: 6>} : tensor<1x3x2x1xf32> -> tensor<6xf32>
// CHECK-NEXT: %[[V25:.*]] = neap.reduce_sum %[[V1]] [0, 3] : tensor<2x3x2x4xf32> -> tensor<1x3x2x1xf32>
// CHECK-NEXT: %[[V26:.*]] = neap.reshape %[[V25]] {shape = array<i64: 6>} : tensor<1x3x2x1xf32> -> tensor<6xf32>
// CHECK-NEXT: return %[[V21]], %[[V24]], %[[V26]]
func.func @group_norm_backward(%dy: tensor<2x6x4xf32>, %x: tensor<2x6x4xf32>, %scale: tensor<6xf32>, %mean: tensor<2x3xf32>, %inv: tensor<2x3xf32>) -> (tensor<2x6x4xf32>, tensor<6xf32>, tensor<6xf32>) {
  %dx, %ds, %db = neap.group_norm_backward %dy, %x, %scale, %mean, %inv {groups = 3 : i64}
      : (tensor<2x6x4xf32>, tensor<2x6x4xf32>, tensor<6xf32>, tensor<2x3xf32>, tensor<2x3xf32>)
      -> (tensor<2x6x4xf32>, tensor<6xf32>, tensor<6xf32>)
  return %dx, %ds, %db : tensor<2x6x4xf32>, tensor<6xf32>, tensor<6xf32>
}

// The maximum is taken off first.
// CHECK-LABEL: func.func @softmax
// CHECK-SAME: %[[X:.*]]: tensor<2x6xf32>
// CHECK-NEXT: %[[V:.*]] = neap.reduce_max %[[X]] [1] : tensor<2x6xf32> -> tensor<2x1xf32>
// CHECK-NEXT: %[[V1:.*]] = neap.broadcast %[[V]] {shape = array<i64: 2, 6>} : tensor<2x1xf32> -> tensor<2x6xf32>
// CHECK-NEXT: %[[V2:.*]] = neap.sub %[[X]], %[[V1]] : tensor<2x6xf32>
// CHECK-NEXT: %[[V3:.*]] = neap.exp %[[V2]] : tensor<2x6xf32>
// CHECK-NEXT: %[[V4:.*]] = neap.reduce_sum %[[V3]] [1] : tensor<2x6xf32> -> tensor<2x1xf32>
// CHECK-NEXT: %[[V5:.*]] = neap.broadcast %[[V4]] {shape = array<i64: 2, 6>} : tensor<2x1xf32> -> tensor<2x6xf32>
// CHECK-NEXT: %[[V6:.*]] = neap.div %[[V3]], %[[V5]] : tensor<2x6xf32>
// CHECK-NEXT: return %[[V6]]
func.func @softmax(%x: tensor<2x6xf32>) -> tensor<2x6xf32> {
  %y = neap.softmax %x {axis = 1 : i64} : (tensor<2x6xf32>) -> tensor<2x6xf32>
  return %y : tensor<2x6xf32>
}

// The maximum is taken off first.
// CHECK-LABEL: func.func @log_softmax
// CHECK-SAME: %[[X:.*]]: tensor<2x6xf32>
// CHECK-NEXT: %[[V:.*]] = neap.reduce_max %[[X]] [0] : tensor<2x6xf32> -> tensor<1x6xf32>
// CHECK-NEXT: %[[V1:.*]] = neap.broadcast %[[V]] {shape = array<i64: 2, 6>} : tensor<1x6xf32> -> tensor<2x6xf32>
// CHECK-NEXT: %[[V2:.*]] = neap.sub %[[X]], %[[V1]] : tensor<2x6xf32>
// CHECK-NEXT: %[[V3:.*]] = neap.exp %[[V2]] : tensor<2x6xf32>
// CHECK-NEXT: %[[V4:.*]] = neap.reduce_sum %[[V3]] [0] : tensor<2x6xf32> -> tensor<1x6xf32>
// CHECK-NEXT: %[[V5:.*]] = neap.log %[[V4]] : tensor<1x6xf32>
// CHECK-NEXT: %[[V6:.*]] = neap.broadcast %[[V5]] {shape = array<i64: 2, 6>} : tensor<1x6xf32> -> tensor<2x6xf32>
// CHECK-NEXT: %[[V7:.*]] = neap.sub %[[V2]], %[[V6]] : tensor<2x6xf32>
// CHECK-NEXT: return %[[V7]]
func.func @log_softmax(%x: tensor<2x6xf32>) -> tensor<2x6xf32> {
  %y = neap.log_softmax %x {axis = 0 : i64} : (tensor<2x6xf32>) -> tensor<2x6xf32>
  return %y : tensor<2x6xf32>
}

// A row of zeros stays one.
// CHECK-LABEL: func.func @lp_normalization
// CHECK-SAME: %[[X:.*]]: tensor<2x6xf32>
// CHECK-NEXT: %[[V:.*]] = neap.mul %[[X]], %[[X]] : tensor<2x6xf32>
// CHECK-NEXT: %[[V1:.*]] = neap.reduce_sum %[[V]] [1] : tensor<2x6xf32> -> tensor<2x1xf32>
// CHECK-NEXT: %[[V2:.*]] = neap.sqrt %[[V1]] : tensor<2x1xf32>
// CHECK-NEXT: %[[V3:.*]] = neap.reciprocal %[[V2]] : tensor<2x1xf32>
// CHECK-NEXT: %[[C:.*]] = neap.constant dense<0.000000e+00> : tensor<2x1xf32>
// CHECK-NEXT: %[[V4:.*]] = neap.greater %[[V2]], %[[C]] : tensor<2x1xf32> -> tensor<2x1xi1>
// CHECK-NEXT: %[[C1:.*]] = neap.constant dense<0.000000e+00> : tensor<2x1xf32>
// CHECK-NEXT: %[[V5:.*]] = neap.where %[[V4]], %[[V3]], %[[C1]] : tensor<2x1xi1>, tensor<2x1xf32>
// CHECK-NEXT: %[[V6:.*]] = neap.broadcast %[[V5]] {shape = array<i64: 2, 6>} : tensor<2x1xf32> -> tensor<2x6xf32>
// CHECK-NEXT: %[[V7:.*]] = neap.mul %[[X]], %[[V6]] : tensor<2x6xf32>
// CHECK-NEXT: return %[[V7]]
func.func @lp_normalization(%x: tensor<2x6xf32>) -> tensor<2x6xf32> {
  %y = neap.lp_normalization %x {axis = 1 : i64, p = 2 : i64} : (tensor<2x6xf32>) -> tensor<2x6xf32>
  return %y : tensor<2x6xf32>
}

// CHECK-LABEL: func.func @sum_of_magnitudes
// CHECK-SAME: %[[X:.*]]: tensor<2x6xf32>
// CHECK-NEXT: %[[V:.*]] = neap.abs %[[X]] : tensor<2x6xf32>
// CHECK-NEXT: %[[V1:.*]] = neap.reduce_sum %[[V]] [0] : tensor<2x6xf32> -> tensor<1x6xf32>
// CHECK-NEXT: %[[V2:.*]] = neap.reciprocal %[[V1]] : tensor<1x6xf32>
// CHECK-NEXT: %[[C:.*]] = neap.constant dense<0.000000e+00> : tensor<1x6xf32>
// CHECK-NEXT: %[[V3:.*]] = neap.greater %[[V1]], %[[C]] : tensor<1x6xf32> -> tensor<1x6xi1>
// CHECK-NEXT: %[[C1:.*]] = neap.constant dense<0.000000e+00> : tensor<1x6xf32>
// CHECK-NEXT: %[[V4:.*]] = neap.where %[[V3]], %[[V2]], %[[C1]] : tensor<1x6xi1>, tensor<1x6xf32>
// CHECK-NEXT: %[[V5:.*]] = neap.broadcast %[[V4]] {shape = array<i64: 2, 6>} : tensor<1x6xf32> -> tensor<2x6xf32>
// CHECK-NEXT: %[[V6:.*]] = neap.mul %[[X]], %[[V5]] : tensor<2x6xf32>
// CHECK-NEXT: return %[[V6]]
func.func @sum_of_magnitudes(%x: tensor<2x6xf32>) -> tensor<2x6xf32> {
  %y = neap.lp_normalization %x {axis = 0 : i64, p = 1 : i64} : (tensor<2x6xf32>) -> tensor<2x6xf32>
  return %y : tensor<2x6xf32>
}

// Of an even window, one channel more lies above.
// CHECK-LABEL: func.func @lrn
// CHECK-SAME: %[[X:.*]]: tensor<2x6x4xf32>
// CHECK-NEXT: %[[V:.*]] = neap.mul %[[X]], %[[X]] : tensor<2x6x4xf32>
// CHECK-NEXT: %[[V1:.*]] = neap.reshape %[[V]] {shape = array<i64: 2, 1, 6, 4>} : tensor<2x6x4xf32> -> tensor<2x1x6x4xf32>
// CHECK-NEXT: %[[V2:.*]] = neap.average_pool %[[V1]] kernel [4, 1] strides [1, 1] dilations [1, 1] pads [1, 0] to [2, 0] by one : (tensor<2x1x6x4xf32>) -> tensor<2x1x6x4xf32>
// CHECK-NEXT: %[[V3:.*]] = neap.reshape %[[V2]] {shape = array<i64: 2, 6, 4>} : tensor<2x1x6x4xf32> -> tensor<2x6x4xf32>
// CHECK-NEXT: %[[C:.*]] = neap.constant dense<1.250000e-01> : tensor<2x6x4xf32>
// CHECK-NEXT: %[[V4:.*]] = neap.mul %[[V3]], %[[C]] : tensor<2x6x4xf32>
// CHECK-NEXT: %[[C1:.*]] = neap.constant dense<2.000000e+00> : tensor<2x6x4xf32>
// CHECK-NEXT: %[[V5:.*]] = neap.add %[[V4]], %[[C1]] : tensor<2x6x4xf32>
// CHECK-NEXT: %[[C2:.*]] = neap.constant dense<-7.500000e-01> : tensor<2x6x4xf32>
// CHECK-NEXT: %[[V6:.*]] = neap.pow %[[V5]], %[[C2]] : tensor<2x6x4xf32>
// CHECK-NEXT: %[[V7:.*]] = neap.mul %[[X]], %[[V6]] : tensor<2x6x4xf32>
// CHECK-NEXT: return %[[V7]]
func.func @lrn(%x: tensor<2x6x4xf32>) -> tensor<2x6x4xf32> {
  %y = neap.lrn %x {size = 4 : i64, alpha = 0.5, beta = 0.75, bias = 2.0} : (tensor<2x6x4xf32>) -> tensor<2x6x4xf32>
  return %y : tensor<2x6x4xf32>
}

// Without channels nothing is divided.
// CHECK-LABEL: func.func @no_channels
// CHECK: neap.reduce_sum %{{.*}} [0] : tensor<4x0xf32> -> tensor<1x0xf32>
func.func @no_channels(%dy: tensor<4x0xf32>, %s: tensor<0xf32>) -> tensor<4x0xf32> {
  %dx, %ds, %db = neap.batch_norm_backward %dy, %dy, %s, %s, %s
      : (tensor<4x0xf32>, tensor<4x0xf32>, tensor<0xf32>, tensor<0xf32>, tensor<0xf32>)
      -> (tensor<4x0xf32>, tensor<0xf32>, tensor<0xf32>)
  return %dx : tensor<4x0xf32>
}
